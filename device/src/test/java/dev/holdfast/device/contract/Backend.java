package dev.holdfast.device.contract;

import dev.holdfast.device.DeviceProvider;

/// The device under test.
public interface Backend {
    /// Opens it.
    DeviceProvider provider();
}
