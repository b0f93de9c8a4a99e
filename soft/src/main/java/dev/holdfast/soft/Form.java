package dev.holdfast.soft;

import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapKind;
import dev.holdfast.device.Isolation;
import dev.holdfast.device.unit.Bytes;

/// What kind of device the embedded one plays.
enum Form {
    /// One with page tables.
    PAGED("soft", true),

    /// One without, as OpenCL shows a device: an argument is one range inside one allocation of the
    /// driver, and starts aligned. The figures are those of common drivers: no allocation is larger
    /// than a quarter of the memory, and sub-buffers start at multiples of 512 bytes.
    FLAT("soft-flat", false);

    private static final long ALIGNMENT_BYTES = 512;
    private static final long SLABS = 4;

    private final String text;
    private final boolean paged;

    Form(String text, boolean paged) {
        this.text = text;
        this.paged = paged;
    }

    /// Its name.
    String text() {
        return text;
    }

    /// True if kernels address through page tables.
    boolean isPaged() {
        return paged;
    }

    DeviceInfo info() {
        return new DeviceInfo(text, Isolation.CHECKED, paged, true, !paged, "java");
    }

    /// Device memory of such a device.
    HeapInfo deviceHeap(long sizeBytes, long visibleBytes) {
        if (paged) {
            return new HeapInfo(HeapKind.DEVICE, sizeBytes, visibleBytes, true);
        }
        long slabBytes = Bytes.roundUp(Math.ceilDiv(sizeBytes, SLABS), ALIGNMENT_BYTES);
        return new HeapInfo(
                HeapKind.DEVICE,
                sizeBytes,
                visibleBytes,
                true,
                Math.min(slabBytes, sizeBytes),
                ALIGNMENT_BYTES);
    }
}
