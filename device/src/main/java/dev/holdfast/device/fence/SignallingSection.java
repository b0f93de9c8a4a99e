package dev.holdfast.device.fence;

/// A scope, bound to its thread, in which a fence is waiting for the code that runs: nothing in it
/// may wait for a fence, block on the ledger or allocate from a region, and each of these throws
/// [IllegalStateException] if tried. Nests. Always on: entering costs a thread-local read.
///
/// Source: the kernel's dma_fence_begin_signalling, made to throw at once instead of being left to
/// a lock checker.
public final class SignallingSection implements AutoCloseable {
    private final ThreadRules rules;

    SignallingSection(ThreadRules rules) {
        this.rules = rules;
    }

    /// Enters the section on this thread; close the result on the same thread.
    public static SignallingSection enter() {
        ThreadRules rules = ThreadRules.current();
        rules.signallingDepth++;
        return rules.section;
    }

    /// True if this thread is inside a section.
    public static boolean isActive() {
        return ThreadRules.current().signallingDepth > 0;
    }

    /// Throws if this thread is inside a section: `what` could wait for the very fence that this
    /// thread is to settle.
    public static void forbid(String what) {
        if (isActive()) {
            throw new IllegalStateException(
                    what
                            + " inside a signalling section (a fence callback): a fence is waiting"
                            + " for this thread; use whenSettled(executor, …) instead");
        }
    }

    @Override
    public void close() {
        if (ThreadRules.current() != rules || rules.signallingDepth == 0) {
            throw new InvariantError("signalling section closed by a thread that is not in it");
        }
        rules.signallingDepth--;
    }
}
