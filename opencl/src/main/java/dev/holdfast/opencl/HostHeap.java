package dev.holdfast.opencl;

import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapKind;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// Host memory for transfers: *pinned*, as far as the driver pins what it is asked to. It is one
/// buffer that the driver places in host memory, mapped for as long as the device is open; where
/// that would be longer than the driver's longest buffer, it is memory of our own, of which the
/// driver gets to know in slabs. Either way the CPU sees one range without seams.
///
/// The buffers are never given to a command. They are only there to be pinned; transfers name the
/// addresses.
///
/// Behind what the manager gives out lies what the queues read lent memory into ([Stages]).
final class HostHeap {
    private static final int PAGE_BYTES = 4096;

    private final Session session;
    private final HeapInfo info;
    private final long stagesFrom;
    private final long spaceBytes;
    private final Arena arena = Arena.ofShared();
    private final List<Pinned> pinned = new ArrayList<>();
    private long own;
    private MemorySegment segment = MemorySegment.NULL;

    /// A mapped buffer.
    ///
    /// @param buffer its handle
    /// @param address where it is mapped
    private record Pinned(long buffer, long address) {}

    private HostHeap(Session session, long sizeBytes) {
        this.session = session;
        this.info = new HeapInfo(HeapKind.HOST, sizeBytes, sizeBytes, false);
        this.stagesFrom = wholePages(sizeBytes);
        this.spaceBytes = stagesFrom + QueueKind.values().length * Stages.SPACE_BYTES;
    }

    /// Host memory of `sizeBytes`, mapped by way of `queue`. Throws [ClException] if the driver
    /// does not make it; nothing is left behind then.
    @SuppressWarnings("restricted") // whoever runs this allows native access
    static HostHeap open(Session session, long queue, long sizeBytes) {
        HostHeap heap = new HostHeap(session, sizeBytes);
        boolean opened = false;
        try {
            long address = heap.place(queue, session.device().limits());
            heap.segment =
                    MemorySegment.ofAddress(address).reinterpret(heap.spaceBytes, heap.arena, null);
            opened = true;
            return heap;
        } finally {
            if (!opened) {
                heap.close(queue);
            }
        }
    }

    HeapInfo info() {
        return info;
    }

    /// A part of it; dead once it is closed.
    MemorySegment segment(HeapRange range) {
        return segment.asSlice(range.offset(), range.sizeBytes());
    }

    /// What lent memory goes through on its way to a queue.
    Stages stages(QueueKind queue) {
        long from = stagesFrom + queue.ordinal() * Stages.SPACE_BYTES;
        return new Stages(segment.asSlice(from, Stages.SPACE_BYTES));
    }

    /// Unmaps and releases everything, by way of `queue`, which has nothing else to do. Throws
    /// [IllegalStateException], with nothing changed, while somebody is inside a view.
    void close(long queue) {
        arena.close();
        for (Pinned each : pinned) {
            if (each.address() != 0) {
                CL10.nclEnqueueUnmapMemObject(queue, each.buffer(), each.address(), 0, 0, 0);
            }
        }
        CL10.clFinish(queue);
        pinned.forEach(each -> CL10.clReleaseMemObject(each.buffer()));
        pinned.clear();
        MemoryUtil.nmemAlignedFree(own);
        own = 0;
    }

    private long place(long queue, Limits limits) {
        long slabBytes = limits.slabBytes(spaceBytes);
        if (slabBytes == spaceBytes) {
            return pin(queue, CL10.CL_MEM_ALLOC_HOST_PTR, spaceBytes, 0);
        }
        own = MemoryUtil.nmemAlignedAlloc(PAGE_BYTES, wholePages(spaceBytes));
        if (own == 0) {
            throw new ClException("host memory of " + spaceBytes + " bytes", -6);
        }
        for (long from = 0; from < spaceBytes; from += slabBytes) {
            long length = Math.min(slabBytes, spaceBytes - from);
            pin(queue, CL10.CL_MEM_USE_HOST_PTR, length, own + from);
        }
        return own;
    }

    private static long wholePages(long sizeBytes) {
        return (sizeBytes + PAGE_BYTES - 1) & -PAGE_BYTES;
    }

    private long pin(long queue, long flags, long sizeBytes, long hostAddress) {
        long buffer = session.createBuffer(CL10.CL_MEM_READ_WRITE | flags, sizeBytes, hostAddress);
        int index = pinned.size();
        pinned.add(new Pinned(buffer, 0));
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var error = stack.callocInt(1);
            long address =
                    CL10.nclEnqueueMapBuffer(
                            queue,
                            buffer,
                            CL10.CL_TRUE,
                            CL10.CL_MAP_READ | CL10.CL_MAP_WRITE,
                            0,
                            sizeBytes,
                            0,
                            0,
                            0,
                            MemoryUtil.memAddress(error));
            ClException.check("clEnqueueMapBuffer of " + sizeBytes + " bytes", error.get(0));
            pinned.set(index, new Pinned(buffer, address));
            return address;
        }
    }
}
