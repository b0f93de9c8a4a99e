package dev.holdfast.faulty;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Workers;
import dev.holdfast.device.contract.DeviceContract;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.soft.SoftProvider;

/// The contract, on a decorated device with an empty plan: it changes nothing.
final class FaultlessContractTest implements DeviceContract {
    @Override
    public DeviceProvider provider() {
        return new DeviceProvider() {
            @Override
            public String name() {
                return "faultless";
            }

            @Override
            public String description() {
                return "soft behind an empty plan of faults";
            }

            @Override
            public Device open(DeviceOptions options, Workers workers) {
                Device inner = new SoftProvider().open(options, workers);
                return new FaultyDevice(inner, FaultPlan.none(), workers);
            }
        };
    }
}
