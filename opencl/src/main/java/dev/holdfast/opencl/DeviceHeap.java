package dev.holdfast.opencl;

import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapKind;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.unit.Bytes;
import org.lwjgl.opencl.CL10;

/// Device memory: buffers of the longest size that the device makes, *slabs*, laid end to end. A
/// slab is made when something in it is first touched, so that a heap may be larger than what is
/// ever used of it; the driver is free to say then that there is no room.
///
/// Any thread; a slab is made by whoever needs it first.
final class DeviceHeap {
    private final Session session;
    private final HeapInfo info;

    // guarded by this
    private final long[] slabs;

    /// A heap of `sizeBytes`, of which nothing is made yet.
    DeviceHeap(Session session, long sizeBytes) {
        Limits limits = session.device().limits();
        long slabBytes = limits.slabBytes(sizeBytes);
        this.session = session;
        this.info =
                new HeapInfo(
                        HeapKind.DEVICE, sizeBytes, 0, false, slabBytes, limits.alignmentBytes());
        this.slabs = new long[Math.toIntExact(Math.ceilDiv(sizeBytes, slabBytes))];
    }

    HeapInfo info() {
        return info;
    }

    /// How many bytes of `range` lie in the slab where it begins.
    long run(long offset) {
        return info.slabBytes() - offset % info.slabBytes();
    }

    /// Where `offset` lies in its slab.
    long inSlab(long offset) {
        return offset % info.slabBytes();
    }

    /// The buffer with the byte at `offset`; throws [ClException] if the device has no memory to
    /// give for it.
    synchronized long slab(long offset) {
        int index = (int) (offset / info.slabBytes());
        if (slabs[index] == 0) {
            slabs[index] = session.createBuffer(CL10.CL_MEM_READ_WRITE, slabLength(index), 0);
        }
        return slabs[index];
    }

    /// True if `range` is all of a slab.
    boolean isSlab(HeapRange range) {
        return inSlab(range.offset()) == 0
                && range.sizeBytes() == slabLength((int) (range.offset() / info.slabBytes()));
    }

    /// Releases what was made.
    synchronized void close() {
        for (int i = 0; i < slabs.length; i++) {
            if (slabs[i] != 0) {
                CL10.clReleaseMemObject(slabs[i]);
                slabs[i] = 0;
            }
        }
    }

    private long slabLength(int index) {
        long from = index * info.slabBytes();
        return Math.min(info.slabBytes(), info.sizeBytes() - from);
    }

    @Override
    public String toString() {
        return "device memory of " + Bytes.format(info.sizeBytes());
    }
}
