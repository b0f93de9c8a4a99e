package dev.holdfast.soft;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Workers;

/// The embedded device without page tables, for [java.util.ServiceLoader].
public final class FlatProvider implements DeviceProvider {
    @Override
    public String name() {
        return Form.FLAT.text();
    }

    @Override
    public String description() {
        return "the embedded device without page tables: each buffer is one aligned range, in a"
                + " slab of a quarter of the memory";
    }

    @Override
    public Device open(DeviceOptions options, Workers workers) {
        return SoftDevice.open(Form.FLAT, options, workers);
    }
}
