package dev.holdfast.soak.play;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.soak.content.Step;
import java.util.List;

/// A launch under way.
///
/// @param name for people
/// @param tenancy on whose behalf
/// @param fence its result
/// @param report where it says what it has found
/// @param token by which its report is known
/// @param steps what it does
/// @param uses with which objects, in order
record Flight(
        String name,
        Tenancy tenancy,
        Fence fence,
        Right report,
        long token,
        List<Step> steps,
        List<Use> uses) {
    /// One object of it.
    ///
    /// @param object which
    /// @param reads whether what was there before matters
    /// @param before what that was
    record Use(SoakObject object, boolean reads, Version before) {}
}
