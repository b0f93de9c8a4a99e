package dev.holdfast.device;

import java.util.OptionalInt;

/// What a kernel declares of one of its parameters, as far as its device tells.
///
/// @param kind what is passed
/// @param name as declared, or empty
/// @param type as declared: `__global uint*`, or empty
/// @param sizeBytes how wide a number is, if its type is one whose width is known
public record KernelParameter(Kind kind, String name, String type, OptionalInt sizeBytes) {
    /// What can be passed to a parameter.
    public enum Kind {
        /// A buffer: a pointer to global or constant memory.
        BUFFER,
        /// Memory of the work group's own: a pointer to local memory.
        LOCAL,
        /// A value.
        SCALAR,
        /// Nobody says.
        UNKNOWN
    }

    /// One of which nothing is known but that it is there.
    public static KernelParameter unknown() {
        return new KernelParameter(Kind.UNKNOWN, "", "", OptionalInt.empty());
    }
}
