package dev.holdfast.soft;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Workers;
import dev.holdfast.device.contract.DeviceContract;
import java.lang.foreign.Arena;

/// The contract on slabs, as where nothing can be reserved, each heap being one slab; the device
/// without a view of its memory has slabs small enough to be in the way of everything.
final class SlabContractTest implements DeviceContract {
    private static final long SMALL_SLAB = 1 << 16;

    @Override
    public DeviceProvider provider() {
        return new DeviceProvider() {
            @Override
            public String name() {
                return "soft-slabs";
            }

            @Override
            public String description() {
                return "soft on slabs";
            }

            @Override
            public Device open(DeviceOptions options, Workers workers) {
                Arena arena = Arena.ofShared();
                long deviceBytes = options.deviceBytes();
                long hostBytes = options.hostBytes();
                var blind =
                        new DeviceOptions(
                                deviceBytes,
                                hostBytes,
                                java.util.OptionalLong.of(0),
                                options.linkBytesPerSecond());
                return SoftDevice.open(
                        Form.PAGED,
                        blind,
                        workers,
                        arena,
                        new SlabStore(deviceBytes, SMALL_SLAB, arena),
                        new SlabStore(hostBytes, SlabStore.slabBytes(hostBytes), arena));
            }
        };
    }
}
