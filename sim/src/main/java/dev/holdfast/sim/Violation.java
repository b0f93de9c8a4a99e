package dev.holdfast.sim;

import dev.holdfast.sim.shape.Shape;

/// A promise that was not kept.
///
/// @param promise which one: `P1` to `P10`; or that an assertion of the code's own tripped
/// @param seed of the episode
/// @param shape of the episode
/// @param overrides what of the shape is not as the seed draws it
/// @param step in which it was seen
/// @param message what was seen
public record Violation(
        String promise, long seed, Shape shape, String overrides, long step, String message) {

    /// The command that shows it again.
    public String command() {
        String shaped = overrides.isEmpty() ? "" : " --shape " + overrides;
        return "./holdfast sim --episode " + seed + shaped;
    }
}
