package dev.holdfast.faulty;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.soft.SoftProvider;
import java.util.List;

/// Opens soft behind the same faults each time.
///
/// @param faults what goes wrong
record FaultyProvider(List<String> faults) implements DeviceProvider {
    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public String description() {
        return "soft behind " + faults;
    }

    @Override
    public Device open(DeviceOptions options, Workers workers) {
        FaultPlan plan = FaultPlan.of(7, faults.stream().map(FaultSpec::parse).toList());
        return new FaultyDevice(new SoftProvider().open(options, workers), plan, workers);
    }
}
