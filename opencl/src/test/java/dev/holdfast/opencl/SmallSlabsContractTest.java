package dev.holdfast.opencl;

import dev.holdfast.device.DeviceProvider;
import java.util.List;

/// The contract, where no buffer is longer than 5 MiB and a bit: both memories are many slabs, and
/// most copies cross from one to the next.
final class SmallSlabsContractTest implements OpenClContract {
    @Override
    public DeviceProvider provider() {
        return new TestProvider(
                "callback", List.of(), limits -> Installed.allocating(limits, (5 << 20) + 4096));
    }
}
