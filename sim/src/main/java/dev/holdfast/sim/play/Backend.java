package dev.holdfast.sim.play;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.Workers;

/// Opens the devices that episodes run on.
@FunctionalInterface
public interface Backend {
    /// A new device of this size.
    Device open(DeviceOptions options, Workers workers);
}
