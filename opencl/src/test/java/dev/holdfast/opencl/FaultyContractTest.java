package dev.holdfast.opencl;

import dev.holdfast.device.DeviceProvider;
import java.util.List;

/// The contract, on OpenCL behind a decorator that has completions come late and out of order
/// across queues, and breaks nothing.
final class FaultyContractTest implements OpenClContract {
    @Override
    public DeviceProvider provider() {
        return new TestProvider(
                "callback",
                List.of("copy-in:reorder@10%", "copy-out:delay=20us@5%", "kernel:reorder@20%"));
    }
}
