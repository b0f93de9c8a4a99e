package dev.holdfast.faulty;

import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.contract.DeviceContract;
import java.util.List;

/// The contract, on a device whose completions come late and on foreign threads: in each queue's
/// order, once, and after the work, all the same.
final class ReorderedContractTest implements DeviceContract {
    @Override
    public DeviceProvider provider() {
        return new FaultyProvider(
                List.of(
                        "copy-in:reorder@20%",
                        "copy-out:reorder@20%", "clear:reorder@20%", "kernel:reorder@20%"));
    }
}
