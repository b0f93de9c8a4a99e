package dev.holdfast.opencl;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.faulty.FaultyDevice;
import java.util.List;

/// Opens the first device, its completions found in one way or the other, behind faults or not.
///
/// @param completions how they are found
/// @param faults what goes wrong
record TestProvider(String completions, List<String> faults) implements DeviceProvider {
    @Override
    public String name() {
        return "opencl";
    }

    @Override
    public String description() {
        return "opencl by " + completions + " behind " + faults;
    }

    @Override
    public Device open(DeviceOptions options, Workers workers) {
        ClDevice first = OpenCl.require().devices().getFirst();
        Device device = Opening.open(first, options, Completions.of(completions), workers);
        if (faults.isEmpty()) {
            return device;
        }
        FaultPlan plan = FaultPlan.of(7, faults.stream().map(FaultSpec::parse).toList());
        return new FaultyDevice(device, plan, workers);
    }
}
