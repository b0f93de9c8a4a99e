package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.BufferObject;

/// One step of a [Plan]; uses only what is free or what earlier steps have freed.
sealed interface Step {
    /// Lets the device backing go; the content is valid elsewhere, or all zeros.
    record Drop(BufferObject victim) implements Step {}

    /// Moves the content to host memory and lets the device backing go.
    ///
    /// @param victim the object
    /// @param swaps whether it takes space that is kept for swaps
    record WriteBack(BufferObject victim, boolean swaps) implements Step {}

    /// Lets a host backing go; the content is valid in device memory.
    record DropHost(BufferObject duplicate) implements Step {}

    /// Gives the object a device backing, filled as its access needs.
    ///
    /// @param use the object and its access
    /// @param keepHost whether the host backing stays as a clean copy
    /// @param spot where
    record BringIn(Use use, boolean keepHost, Spot spot) implements Step {}
}
