package dev.holdfast.device.fence;

import org.jspecify.annotations.Nullable;

/// A callback of a fence: one of a stack while the fence is pending, then one of a queue of a
/// thread's. It is linked anew for the second, so that settling a fence needs no memory.
class Waiting {
    final Fence fence;
    final FenceCallback callback;

    /// The one that was added before; in a queue, the one that comes after.
    @Nullable Waiting next;

    Waiting(Fence fence, FenceCallback callback, @Nullable Waiting next) {
        this.fence = fence;
        this.callback = callback;
        this.next = next;
    }

    /// No callback of a fence's, but a call that was left for later: it may do anything.
    static final class Call extends Waiting {
        Call(Runnable call) {
            super(SettableFence.SIGNALLED_FENCE, settled -> call.run(), null);
        }
    }

    /// Callbacks that are due, in order.
    static final class Line {
        private @Nullable Waiting first;
        private @Nullable Waiting last;

        boolean isEmpty() {
            return first == null;
        }

        void add(Waiting added) {
            added.next = null;
            Waiting before = last;
            if (before == null) {
                first = added;
            } else {
                before.next = added;
            }
            last = added;
        }

        @Nullable Waiting poll() {
            Waiting polled = first;
            if (polled != null) {
                first = polled.next;
                polled.next = null;
                if (first == null) {
                    last = null;
                }
            }
            return polled;
        }
    }
}
