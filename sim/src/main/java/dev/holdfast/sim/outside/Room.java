package dev.holdfast.sim.outside;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapKind;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.unit.Bytes;
import java.util.OptionalLong;

/// How the memory of a device is divided: what others are told of, and behind it the places for
/// what is adopted.
///
/// @param shown what others are told of device memory
/// @param firstBytes where the first place begins
/// @param placeBytes how long each is
/// @param places how many there are
/// @param wholeBytes how much memory there really is
record Room(HeapInfo shown, long firstBytes, long placeBytes, int places, long wholeBytes) {
    private static final int PLACES = 4;
    private static final long ALIGNMENT_BYTES = 512;

    /// Room on a device that is to look like `options`; `flat` if an object is one range of a slab,
    /// which is a quarter of what others are told of.
    static Room of(boolean flat, DeviceOptions options, long placeBytes) {
        long sizeBytes = options.deviceBytes();
        long visible = options.visibleBytes().orElse(sizeBytes);
        if (!flat) {
            long first = Bytes.roundUp(sizeBytes, ALIGNMENT_BYTES);
            long place = Bytes.roundUp(placeBytes, ALIGNMENT_BYTES);
            return new Room(
                    new HeapInfo(HeapKind.DEVICE, sizeBytes, visible, true),
                    first,
                    place,
                    PLACES,
                    first + PLACES * place);
        }
        // twice as much in slabs of twice the length: whatever lies in one slab does so still
        long slab = Bytes.roundUp(Math.ceilDiv(sizeBytes, PLACES), ALIGNMENT_BYTES);
        return new Room(
                new HeapInfo(
                        HeapKind.DEVICE,
                        sizeBytes,
                        visible,
                        true,
                        Math.min(slab, sizeBytes),
                        ALIGNMENT_BYTES),
                PLACES * slab,
                slab,
                PLACES,
                2 * PLACES * slab);
    }

    /// How the device behind is to be opened.
    DeviceOptions behind(DeviceOptions options) {
        return new DeviceOptions(
                wholeBytes,
                options.hostBytes(),
                OptionalLong.of(wholeBytes),
                options.linkBytesPerSecond());
    }

    /// Where a place is on the device behind.
    HeapRange place(int index, long sizeBytes) {
        return new HeapRange(Device.DEVICE_HEAP, firstBytes + index * placeBytes, sizeBytes);
    }
}
