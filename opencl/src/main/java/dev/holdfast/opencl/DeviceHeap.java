package dev.holdfast.opencl;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapKind;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.unit.Bytes;
import java.util.Arrays;
import java.util.function.Consumer;
import org.lwjgl.opencl.CL10;

/// Device memory: buffers of the longest size that the device makes, *slabs*, laid end to end. A
/// slab is made when something in it is first touched, so that a heap may be larger than what is
/// ever used of it; the driver is free to say then that there is no room.
///
/// Behind its end lies what was adopted, each buffer a slab that somebody else has made.
///
/// Any thread; a slab is made by whoever needs it first.
final class DeviceHeap {
    private final Session session;
    private final HeapInfo info;
    private final AdoptedBuffers adopted;

    // guarded by this
    private final long[] slabs;

    /// A heap of `sizeBytes`, of which nothing is made yet.
    DeviceHeap(Session session, long sizeBytes) {
        Limits limits = session.device().limits();
        long slabBytes = limits.slabBytes(sizeBytes);
        this.session = session;
        this.adopted = new AdoptedBuffers(session);
        this.info =
                new HeapInfo(
                        HeapKind.DEVICE, sizeBytes, 0, false, slabBytes, limits.alignmentBytes());
        this.slabs = new long[Math.toIntExact(Math.ceilDiv(sizeBytes, slabBytes))];
    }

    HeapInfo info() {
        return info;
    }

    /// What was adopted.
    AdoptedBuffers adopted() {
        return adopted;
    }

    /// How many bytes the slab with the byte at `offset` has from there on.
    long run(long offset) {
        if (isAdopted(offset)) {
            return adopted.at(offset).run(offset);
        }
        return info.slabBytes() - offset % info.slabBytes();
    }

    /// Where `offset` lies in its slab.
    long inSlab(long offset) {
        if (isAdopted(offset)) {
            return adopted.at(offset).within(offset);
        }
        return offset % info.slabBytes();
    }

    /// The buffer with the byte at `offset`; throws [ClException] if the device has no memory to
    /// give for it.
    long slab(long offset) {
        return isAdopted(offset) ? adopted.at(offset).source().handle() : ownSlab(offset);
    }

    private synchronized long ownSlab(long offset) {
        int index = (int) (offset / info.slabBytes());
        if (slabs[index] == 0) {
            slabs[index] = session.createBuffer(CL10.CL_MEM_READ_WRITE, slabLength(index), 0);
        }
        return slabs[index];
    }

    /// Makes somebody's buffer a slab; `gone` is told of its range when it is let go. Throws
    /// [IllegalArgumentException] for what cannot be one, [ClException] for what is no buffer.
    AdoptedMemory adopt(long buffer, Consumer<HeapRange> gone) {
        ForeignBuffer foreign = ForeignBuffer.of(buffer);
        if (hasSlab(foreign.root())) {
            throw new IllegalArgumentException(foreign + " is of this very device's memory");
        }
        return adopted.adopt(foreign, gone);
    }

    private synchronized boolean hasSlab(long buffer) {
        return Arrays.stream(slabs).anyMatch(slab -> slab == buffer);
    }

    /// True if a kernel can be given `range` as one argument.
    boolean isArgument(HeapRange range) {
        if (AdoptedMemory.isAt(range)) {
            return adopted.find(range).isPresent()
                    && inSlab(range.offset()) % info.alignmentBytes() == 0;
        }
        return info.isArgument(range.offset(), range.sizeBytes());
    }

    private static boolean isAdopted(long offset) {
        return offset >= AdoptedMemory.FIRST_OFFSET;
    }

    /// True if `range` is all of a slab.
    boolean isSlab(HeapRange range) {
        if (AdoptedMemory.isAt(range)) {
            return adopted.at(range.offset()).memory().range().equals(range);
        }
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
