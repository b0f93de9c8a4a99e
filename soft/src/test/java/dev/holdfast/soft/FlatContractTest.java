package dev.holdfast.soft;

import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.contract.DeviceContract;

/// The contract, on the embedded device without page tables; what is of address spaces is not run.
final class FlatContractTest implements DeviceContract {
    @Override
    public DeviceProvider provider() {
        return new FlatProvider();
    }
}
