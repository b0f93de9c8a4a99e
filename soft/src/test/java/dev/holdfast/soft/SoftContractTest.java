package dev.holdfast.soft;

import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.contract.DeviceContract;

/// The contract, on the embedded device.
final class SoftContractTest implements DeviceContract {
    @Override
    public DeviceProvider provider() {
        return new SoftProvider();
    }
}
