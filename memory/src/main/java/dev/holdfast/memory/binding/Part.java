package dev.holdfast.memory.binding;

import dev.holdfast.memory.work.Access;

/// One object of a request, as an argument of its kernel.
///
/// @param vma the client's range for the object
/// @param access what the kernel does with it
/// @param captured whether its bytes belong in a capture
public record Part(Vma vma, Access access, boolean captured) {}
