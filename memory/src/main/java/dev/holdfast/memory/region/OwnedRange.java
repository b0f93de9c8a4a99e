package dev.holdfast.memory.region;

import dev.holdfast.device.fence.FenceJoin;
import org.jspecify.annotations.Nullable;

/// Bytes that were granted and not yet freed: one for each granted extent. Or bytes that nobody is
/// given, because a command may still touch them.
final class OwnedRange extends Range {
    /// True if commands may touch some of it that were not stopped: that part does not become free.
    boolean condemned;

    /// What must have settled before it may be touched, once nobody owns it.
    FenceJoin ready = FenceJoin.empty();

    /// Who has it, if that was said.
    @Nullable Occupant occupant;

    OwnedRange(long offset, long sizeBytes) {
        super(offset, sizeBytes);
    }
}
