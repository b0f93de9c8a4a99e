package dev.holdfast.device;

import java.util.List;

/// How a backend is found: by [java.util.ServiceLoader].
public interface DeviceProvider {
    /// The name by which it is chosen: `soft`, `opencl`.
    String name();

    /// One line for `holdfast devices`: what it is, or why it cannot be used here.
    String description();

    /// What the driver calls the device, by which it can be chosen too ([DeviceChoice]); empty
    /// where it has no name but [#name].
    default String driverName() {
        return "";
    }

    /// Its devices one by one, where there may be several: each a provider whose name chooses it,
    /// `opencl:0`. Empty where there is one, which this provider opens, or none.
    default List<DeviceProvider> devices() {
        return List.of();
    }

    /// Opens a device; throws [IllegalArgumentException] with a line for people if `options` cannot
    /// be met.
    Device open(DeviceOptions options, Workers workers);
}
