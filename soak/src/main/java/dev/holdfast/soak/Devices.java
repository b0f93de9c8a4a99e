package dev.holdfast.soak;

import dev.holdfast.device.DeviceChoice;
import dev.holdfast.device.DeviceProvider;
import java.util.ServiceLoader;

/// The backends that there are here.
final class Devices {
    private Devices() {}

    /// As [DeviceChoice#named]: `opencl`, `opencl:1`, or what a driver calls its device.
    static DeviceProvider named(String name) {
        return new DeviceChoice(ServiceLoader.load(DeviceProvider.class)).named(name);
    }
}
