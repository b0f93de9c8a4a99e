package dev.holdfast.memory.recovery;

import dev.holdfast.device.fence.Fence;
import java.util.List;

/// What is under way in a manager, for whoever waits until nothing is. Under the ledger.
public interface UnderWay {
    /// Fences of what is under way, or of some of it; none if that is nothing.
    List<Fence> pending();

    /// True if there is work that is not over, or bookkeeping that is owed for it.
    boolean isWorking();

    /// True if somebody may still read through what was bound: an unbind is not through, or a
    /// capture holds something.
    boolean isHeld();
}
