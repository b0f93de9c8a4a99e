package dev.holdfast.opencl;

import dev.holdfast.device.DeviceProvider;
import java.util.List;

/// The contract, on OpenCL, where nothing calls back.
final class WaitingContractTest implements OpenClContract {
    @Override
    public DeviceProvider provider() {
        return new TestProvider("wait", List.of());
    }
}
