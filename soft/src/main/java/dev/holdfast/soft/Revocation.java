package dev.holdfast.soft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Whether a command may still touch memory, asked before every access and answered so that
/// after [#revoke] has returned no access is running and none can begin.
///
/// Two flags, and the order in which each side writes one and reads the other (Dekker):
///
///     worker                         revoker
///     accessing = true   (1)         revoked = true     (3)
///     if (revoked) stop  (2)         while (accessing)  (4)
///     … touch memory …
///     accessing = false
///
/// All four are sequentially consistent, so in their one order either (1) comes before (4), and
/// the revoker waits for the access; or (3) comes before (2), and the worker does not begin it.
/// With anything weaker both sides may read the old value of the other's flag: the store at (1)
/// would still sit in the store buffer while (2) is read, and the access would run after the
/// memory had been handed on.
///
/// An access is short: whoever moves much does it in tiles of at most [#TILE_BYTES] with an
/// [#enter] and [#exit] each, so that the revoker waits for one tile and not for a copy. Entered by
/// one thread, the one that runs the command.
final class Revocation {
    /// The most bytes touched between an enter and its exit: about a millisecond, and enough for
    /// the JVM's copy to use the stores that bypass the caches, which is worth 7 %.
    static final int TILE_BYTES = 4 << 20;

    private static final int SPINS_BEFORE_YIELDING = 1000;
    private static final VarHandle ACCESSING;
    private static final VarHandle REVOKED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ACCESSING = lookup.findVarHandle(Revocation.class, "accessing", boolean.class);
            REVOKED = lookup.findVarHandle(Revocation.class, "revoked", boolean.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    @SuppressWarnings("unused") // by ACCESSING
    private boolean accessing;

    @SuppressWarnings("unused") // by REVOKED
    private boolean revoked;

    /// Begins an access, or answers false: the command has been revoked.
    boolean enter() {
        ACCESSING.setVolatile(this, true);
        if ((boolean) REVOKED.getVolatile(this)) {
            ACCESSING.setRelease(this, false);
            return false;
        }
        return true;
    }

    /// Ends an access; also harmless outside of one.
    void exit() {
        ACCESSING.setRelease(this, false);
    }

    /// Forbids every access from now on, and waits for the one that may be running.
    @SuppressWarnings("ThreadPriorityCheck")
    void revoke() {
        REVOKED.setVolatile(this, true);
        int spins = 0;
        while ((boolean) ACCESSING.getVolatile(this)) {
            if (++spins < SPINS_BEFORE_YIELDING) {
                Thread.onSpinWait();
            } else {
                // the accessing thread is off the CPU: let it finish its tile
                Thread.yield();
            }
        }
    }
}
