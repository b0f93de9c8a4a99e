package dev.holdfast.faulty;

import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.contract.DeviceContract;
import java.util.List;

/// The contract, on a device that takes its time: nothing in it depends on when.
final class DelayedContractTest implements DeviceContract {
    @Override
    public DeviceProvider provider() {
        return new FaultyProvider(
                List.of(
                        "copy-in:delay=50us@20%",
                        "copy-out:delay=50us@20%",
                        "clear:delay=50us@20%",
                        "kernel:delay=50us@20%"));
    }
}
