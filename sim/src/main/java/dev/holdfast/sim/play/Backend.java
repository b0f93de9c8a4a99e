package dev.holdfast.sim.play;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.Workers;

/// Opens the devices that episodes run on.
@FunctionalInterface
public interface Backend {
    /// A new device of this size; `flat` for one without page tables, where an object is one range.
    Device open(boolean flat, DeviceOptions options, Workers workers);
}
