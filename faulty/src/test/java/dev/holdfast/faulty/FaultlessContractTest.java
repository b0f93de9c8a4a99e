package dev.holdfast.faulty;

import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.contract.DeviceContract;
import java.util.List;

/// The contract, on a decorated device with an empty plan: it changes nothing.
final class FaultlessContractTest implements DeviceContract {
    @Override
    public DeviceProvider provider() {
        return new FaultyProvider(List.of());
    }
}
