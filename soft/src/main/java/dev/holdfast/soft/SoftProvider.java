package dev.holdfast.soft;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Workers;

/// The embedded device, for [java.util.ServiceLoader].
public final class SoftProvider implements DeviceProvider {
    @Override
    public String name() {
        return "soft";
    }

    @Override
    public String description() {
        return "the embedded device: memory of this process, kernels in Java, always available";
    }

    @Override
    public Device open(DeviceOptions options, Workers workers) {
        return SoftDevice.open(options, workers);
    }
}
