package dev.holdfast.device.fence;

/// What runs when a fence settles: on the settling thread, inside a [SignallingSection], once
/// everything has been settled that follows from the same event. What it throws goes to the
/// thread's uncaught-exception handler and costs nobody else anything.
@FunctionalInterface
public interface FenceCallback {
    /// Called exactly once, after `fence` has settled. Must not block or wait, and should not
    /// throw.
    void settled(Fence fence);
}
