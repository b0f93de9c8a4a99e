package dev.holdfast.device.fence;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What the current thread may not do just now, and the callbacks it still owes. One object a
/// thread, touched by no other, so that asking costs one thread-local read.
final class ThreadRules {
    private static final ThreadLocal<ThreadRules> CURRENT =
            ThreadLocal.withInitial(ThreadRules::new);

    final SignallingSection section = new SignallingSection(this);
    final ArrayDeque<Delivery> owed = new ArrayDeque<>();
    int signallingDepth;
    @Nullable String heldLock;
    boolean delivering;

    /// One callback that is due.
    record Delivery(Fence fence, FenceCallback callback) {}

    static ThreadRules current() {
        return CURRENT.get();
    }
}
