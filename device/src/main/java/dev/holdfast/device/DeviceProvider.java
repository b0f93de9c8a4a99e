package dev.holdfast.device;

/// How a backend is found: by [java.util.ServiceLoader].
public interface DeviceProvider {
    /// The name by which it is chosen: `soft`, `opencl`.
    String name();

    /// One line for `holdfast devices`: what it is, or why it cannot be used here.
    String description();

    /// Opens a device; throws [IllegalArgumentException] with a line for people if `options` cannot
    /// be met.
    Device open(DeviceOptions options, Workers workers);
}
