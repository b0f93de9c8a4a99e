package dev.holdfast.device.fence;

import java.util.concurrent.atomic.LongAdder;

/// A scope, bound to its thread, in which everything that follows from one event is settled.
///
/// Inside it the callbacks of users wait: fences settle and consequences run, and only when the
/// outermost section ends are the users called, one by one and each guarded by itself. So no code
/// of a user's runs between an event and the last thing that follows from it. What a user's code
/// throws goes to the thread's uncaught-exception handler. What our own code throws is kept until
/// everything else is done, and then thrown once, by [#close].
///
/// Entering costs a thread-local read and allocates nothing. Sections nest.
public final class SettlingSection implements AutoCloseable {
    private final ThreadRules rules;

    SettlingSection(ThreadRules rules) {
        this.rules = rules;
    }

    /// Enters a section on this thread; close the result on the same thread.
    public static SettlingSection enter() {
        ThreadRules rules = ThreadRules.current();
        rules.settlingDepth++;
        return rules.settling;
    }

    /// As [#enter()]; unless the thread is in a section with a count already, `thrown` counts what
    /// users' code throws.
    public static SettlingSection enter(LongAdder thrown) {
        ThreadRules rules = ThreadRules.current();
        rules.settlingDepth++;
        if (rules.thrown == null) {
            rules.thrown = thrown;
        }
        return rules.settling;
    }

    /// Runs a step of our own. What it throws does not stop the next step: the section throws it at
    /// its end.
    public void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable broken) {
            rules.note(broken);
        }
    }

    /// Ends the section; the outermost one then calls the users who have been waiting.
    @Override
    public void close() {
        if (ThreadRules.current() != rules || rules.settlingDepth == 0) {
            throw new InvariantError("settling section closed by a thread that is not in it");
        }
        rules.settlingDepth--;
        if (rules.settlingDepth == 0 && !rules.delivering && rules.isBusy()) {
            Trampoline.run(rules);
        }
    }
}
