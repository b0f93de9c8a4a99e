package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.work.Access;

/// An object and what is to be done with it.
///
/// @param object the object
/// @param access what is done
public record Use(BufferObject object, Access access) {}
