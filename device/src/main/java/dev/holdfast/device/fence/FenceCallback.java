package dev.holdfast.device.fence;

/// What runs when a fence settles: on the settling thread, inside a [SignallingSection].
@FunctionalInterface
public interface FenceCallback {
    /// Called exactly once, after `fence` has settled. Must not block, wait or throw.
    void settled(Fence fence);
}
