package dev.holdfast.opencl;

import dev.holdfast.device.DeviceProvider;
import java.util.List;

/// The contract, on OpenCL, whose events ring a bell.
final class OpenClContractTest implements OpenClContract {
    @Override
    public DeviceProvider provider() {
        return new TestProvider("callback", List.of());
    }
}
