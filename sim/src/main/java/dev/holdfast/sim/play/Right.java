package dev.holdfast.sim.play;

import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.work.Access;

/// A player's handle to an object.
final class Right {
    final Player player;
    final ObjectTruth object;
    final BufferHandle handle;
    final boolean mayWrite;

    /// Closed by its player, by the owner, or with a client.
    boolean closed;

    Right(Player player, ObjectTruth object, BufferHandle handle, boolean mayWrite) {
        this.player = player;
        this.object = object;
        this.handle = handle;
        this.mayWrite = mayWrite;
    }

    boolean isOwner() {
        return handle.isOwner();
    }

    /// True if the object may no longer be used by way of it.
    boolean isOver() {
        return closed || object.closed;
    }

    boolean allows(Access access) {
        return mayWrite || !access.writes();
    }
}
