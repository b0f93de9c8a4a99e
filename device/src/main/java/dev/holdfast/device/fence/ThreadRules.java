package dev.holdfast.device.fence;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What the current thread may not do just now, and the callbacks it still owes. One object a
/// thread, touched by no other, so that asking costs one thread-local read.
final class ThreadRules {
    private static final ThreadLocal<ThreadRules> CURRENT =
            ThreadLocal.withInitial(ThreadRules::new);

    final SignallingSection section = new SignallingSection(this);
    final SettlingSection settling = new SettlingSection(this);

    /// Callbacks of our own that are due; they come first.
    final Waiting.Line owed = new Waiting.Line();

    /// Callbacks of users that are due; they come once nothing of ours is.
    final Waiting.Line users = new Waiting.Line();

    int signallingDepth;
    int settlingDepth;
    @Nullable String heldLock;
    boolean delivering;

    /// Counts what users' code throws, while somebody wants to know.
    @Nullable LongAdder thrown;

    /// What our own code has thrown and nobody has been told of.
    private @Nullable Throwable broken;

    static ThreadRules current() {
        return CURRENT.get();
    }

    boolean isBusy() {
        return !owed.isEmpty() || !users.isEmpty() || broken != null || thrown != null;
    }

    void add(Waiting due) {
        (due.callback instanceof Consequence ? owed : users).add(due);
    }

    /// Makes a call that may wait and take locks, as if nothing was being delivered on this thread:
    /// what it settles has its consequences at once.
    void outside(Waiting.Call call) {
        LongAdder counting = thrown;
        Throwable untold = broken;
        broken = null;
        delivering = false;
        signallingDepth--;
        try {
            call.callback.settled(call.fence);
        } catch (Throwable rude) {
            thrown = counting;
            ForeignCode.threw(rude);
        } finally {
            signallingDepth++;
            delivering = true;
            thrown = counting;
            if (untold != null) {
                note(untold);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a throwable cannot suppress itself
    void note(Throwable added) {
        Throwable before = broken;
        if (before == null) {
            broken = added;
        } else if (before != added) {
            before.addSuppressed(added);
        }
    }

    /// Throws what was noted, once.
    void tell() {
        Throwable told = broken;
        broken = null;
        switch (told) {
            case null -> {}
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(told);
        }
    }
}
