package dev.holdfast.device;

/// A kernel that a device has loaded and can launch.
public interface Kernel {
    /// Its name, for people and captures.
    String name();
}
