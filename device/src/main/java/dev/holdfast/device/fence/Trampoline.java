package dev.holdfast.device.fence;

import org.jspecify.annotations.Nullable;

/// Runs callbacks without recursion: a callback that settles another fence has that fence's
/// callbacks queued behind it on the same thread, so a chain of any length needs one stack frame.
/// Every callback runs inside a [SignallingSection], and none that throws takes the rest with it.
///
/// Callbacks of our own come first, and those of users once nothing of ours is left and no
/// [SettlingSection] is open: then what follows from a settlement is complete, whatever users do.
/// What a user's callback throws is reported and goes no further. What one of ours throws is thrown
/// once, to whoever settled the first fence, when everything has run.
final class Trampoline {
    private Trampoline() {}

    static void run(ThreadRules rules) {
        if (rules.delivering || rules.heldLock != null) {
            return;
        }
        rules.delivering = true;
        rules.signallingDepth++;
        try {
            deliverOwn(rules);
            Waiting next;
            while (rules.settlingDepth == 0 && (next = rules.users.poll()) != null) {
                if (next instanceof Waiting.Call call) {
                    rules.outside(call);
                } else {
                    call(next);
                }
                deliverOwn(rules);
            }
        } finally {
            rules.signallingDepth--;
            rules.delivering = false;
        }
        if (rules.settlingDepth == 0) {
            rules.thrown = null;
            rules.tell();
        }
    }

    private static void deliverOwn(ThreadRules rules) {
        @Nullable Waiting next;
        while ((next = rules.owed.poll()) != null) {
            try {
                next.callback.settled(next.fence);
            } catch (Throwable broken) {
                rules.note(broken);
            }
        }
    }

    private static void call(Waiting user) {
        try {
            user.callback.settled(user.fence);
        } catch (Throwable thrown) {
            ForeignCode.threw(thrown);
        }
    }
}
