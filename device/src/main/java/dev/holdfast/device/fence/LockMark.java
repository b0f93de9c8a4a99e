package dev.holdfast.device.fence;

/// Marks the current thread as holding a lock under which no fence may settle and nobody may wait.
/// The ledger sets it; fences and the ledger itself check it.
public final class LockMark {
    private LockMark() {}

    /// Marks this thread; one such lock at a time.
    public static void set(String lockName) {
        ThreadRules rules = ThreadRules.current();
        if (rules.heldLock != null) {
            throw new InvariantError(
                    "taking " + lockName + " while already holding " + rules.heldLock);
        }
        rules.heldLock = lockName;
    }

    /// Removes the mark, then runs the callbacks that had to wait for it: call it when the lock has
    /// been let go.
    public static void clear() {
        ThreadRules rules = ThreadRules.current();
        rules.heldLock = null;
        if (rules.isBusy()) {
            Trampoline.run(rules);
        }
    }

    /// Throws if this thread is marked.
    public static void forbid(String what) {
        String heldLock = ThreadRules.current().heldLock;
        if (heldLock != null) {
            throw new InvariantError(what + " while holding " + heldLock);
        }
    }
}
