package dev.holdfast.device.fence;

import org.jspecify.annotations.Nullable;

/// Runs callbacks without recursion: a callback that settles another fence has that fence's
/// callbacks queued behind it on the same thread, so a chain of any length needs one stack frame.
/// Every callback runs inside a [SignallingSection]. One that throws does not take the rest with
/// it: all run, then the first throwable goes on to whoever settled the first fence.
final class Trampoline {
    private Trampoline() {}

    static void enqueue(ThreadRules rules, Fence fence, FenceCallback callback) {
        rules.owed.addLast(new ThreadRules.Delivery(fence, callback));
    }

    static void run(ThreadRules rules) {
        if (rules.delivering) {
            return;
        }
        rules.delivering = true;
        rules.signallingDepth++;
        Throwable first = null;
        try {
            ThreadRules.Delivery next;
            while ((next = rules.owed.pollFirst()) != null) {
                first = merge(first, call(next));
            }
        } finally {
            rules.signallingDepth--;
            rules.delivering = false;
        }
        rethrow(first);
    }

    private static @Nullable Throwable call(ThreadRules.Delivery delivery) {
        try {
            delivery.callback().settled(delivery.fence());
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    @SuppressWarnings("ReferenceEquality") // a throwable cannot suppress itself
    private static @Nullable Throwable merge(
            @Nullable Throwable first, @Nullable Throwable thrown) {
        if (first != null && thrown != null && first != thrown) {
            first.addSuppressed(thrown);
        }
        return first != null ? first : thrown;
    }

    private static void rethrow(@Nullable Throwable thrown) {
        switch (thrown) {
            case null -> {}
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(thrown);
        }
    }
}
