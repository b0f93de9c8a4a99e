package dev.holdfast.soak.play;

import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.work.Access;

/// What a lane may do with an object: its own, or one that it was granted.
///
/// @param object which
/// @param handle by which
/// @param mayWrite whether writing is allowed
/// @param own whether the object is the lane's
record Right(SoakObject object, BufferHandle handle, boolean mayWrite, boolean own) {
    boolean allows(Access access) {
        return mayWrite || !access.writes();
    }
}
