package dev.holdfast.opencl;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.faulty.FaultyDevice;
import java.util.List;
import java.util.function.UnaryOperator;

/// Opens the first device, its completions found in one way or the other, behind faults or not.
///
/// @param completions how they are found
/// @param faults what goes wrong
/// @param limits what its limits are taken for
record TestProvider(String completions, List<String> faults, UnaryOperator<Limits> limits)
        implements DeviceProvider {
    /// With its limits as they are.
    TestProvider(String completions, List<String> faults) {
        this(completions, faults, UnaryOperator.identity());
    }

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
        ClDevice first = Installed.require().devices().getFirst();
        ClDevice limited = Installed.with(first, limits.apply(first.limits()));
        Device device = Opening.open(limited, options, Completions.of(completions), workers);
        if (faults.isEmpty()) {
            return device;
        }
        FaultPlan plan = FaultPlan.of(7, faults.stream().map(FaultSpec::parse).toList());
        return new FaultyDevice(device, plan, workers);
    }
}
