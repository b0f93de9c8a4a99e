package dev.holdfast.opencl;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL12;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// Turns commands into calls of one driver queue. Every call is asked for an event: what a driver
/// says of a later one is not relied on to say anything of an earlier one.
///
/// The pieces of a command have no order among themselves, so those that the CPU does are done
/// beside those that the driver does. Lent memory no driver is ever shown, because it can
/// disappear: the CPU reads it, piece by piece, into memory of our own that the driver reads. Used
/// by its queue's worker alone.
///
/// @param device whose memory is moved
/// @param queue the driver's queue
/// @param stages what lent memory is read into
record Driver(OpenClDevice device, long queue, Stages stages) {

    /// True if the CPU does a part of `command` that touches no device memory.
    static boolean isByHand(Command command) {
        return switch (command) {
            case Command.Copy copy -> copy.transfers().stream().anyMatch(Driver::isByHand);
            case Command.Fill fill -> fill.targets().stream().anyMatch(target -> !isDevice(target));
            case Command.Launch launch -> false;
            case Command.Marker marker -> false;
        };
    }

    private static boolean isByHand(Transfer transfer) {
        return !isDevice(transfer.target()) && !isDevice(transfer.source());
    }

    /// Asks for everything that `errand` is, but for what is lent, which comes by [#proceed]. What
    /// is thrown leaves it with what was asked for.
    void begin(Errand errand) {
        switch (errand.command()) {
            case Command.Copy copy -> copy(errand, copy);
            case Command.Fill fill -> fill(errand, fill.targets());
            case Command.Launch launch ->
                    ((OpenClKernel) launch.kernel()).launch(this, errand, launch);
            case Command.Marker marker -> mark(errand);
        }
    }

    /// Reads one more piece of what is lent to `errand`, and asks for that; false if there is
    /// nothing to be read, or nothing to read it into until the driver has read another piece.
    /// Throws as [#begin] does, and [dev.holdfast.device.SourceLostException].
    boolean proceed(Errand errand) {
        Transfer next = errand.nextLent();
        MemorySegment piece = next == null ? null : stages.take();
        if (next == null || piece == null) {
            return false;
        }
        long length = Math.min(piece.byteSize(), next.target().sizeBytes());
        int before = errand.eventCount();
        try {
            if (next.source() instanceof CopySource.Lent lent) {
                lent.read(0, piece, 0, length);
            }
            write(errand, piece, next.target().slice(0, length));
        } finally {
            if (errand.eventCount() > before) {
                errand.borrows(piece);
            } else {
                stages.giveBack(piece);
            }
        }
        errand.advance(length);
        return true;
    }

    /// Has the driver begin what it was given.
    void flush() {
        CL10.clFlush(queue);
    }

    /// Calls the driver with a place for an event, which is the errand's from then on.
    void call(Errand errand, String what, Call call) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer event = stack.callocPointer(1);
            ClException.check(what, call.enqueue(MemoryUtil.memAddress(event)));
            errand.add(event.get(0));
        }
    }

    /// A call with everything but its event filled in.
    @FunctionalInterface
    interface Call {
        /// As `clEnqueue…(…, event)`.
        int enqueue(long event);
    }

    private void mark(Errand errand) {
        call(
                errand,
                "clEnqueueMarkerWithWaitList",
                event -> CL12.nclEnqueueMarkerWithWaitList(queue, 0, 0, event));
    }

    private void copy(Errand errand, Command.Copy copy) {
        for (Transfer transfer : copy.transfers()) {
            HeapRange target = transfer.target();
            device.tally().touch(target);
            switch (transfer.source()) {
                case HeapRange source -> {
                    device.tally().touch(source);
                    copy(errand, source, target);
                }
                case CopySource.Lent lent when isDevice(target) -> errand.reads(transfer);
                case CopySource.Lent lent ->
                        lent.read(0, device.hostSegment(target), 0, target.sizeBytes());
            }
        }
    }

    private void copy(Errand errand, HeapRange source, HeapRange target) {
        if (isDevice(source) && isDevice(target)) {
            within(errand, source, target);
        } else if (isDevice(source)) {
            out(errand, source, target);
        } else if (isDevice(target)) {
            write(errand, device.hostSegment(source), target);
        } else {
            device.hostSegment(target).copyFrom(device.hostSegment(source));
        }
    }

    /// Into device memory, from memory of our own.
    private void write(Errand errand, MemorySegment source, HeapRange target) {
        DeviceHeap heap = device.deviceHeap();
        for (long done = 0; done < target.sizeBytes(); ) {
            long at = target.offset() + done;
            long length = Math.min(heap.run(at), target.sizeBytes() - done);
            long address = source.address() + done;
            call(
                    errand,
                    "clEnqueueWriteBuffer",
                    event ->
                            CL10.nclEnqueueWriteBuffer(
                                    queue,
                                    heap.slab(at),
                                    CL10.CL_FALSE,
                                    heap.inSlab(at),
                                    length,
                                    address,
                                    0,
                                    0,
                                    event));
            done += length;
        }
    }

    private void out(Errand errand, HeapRange source, HeapRange target) {
        DeviceHeap heap = device.deviceHeap();
        long address = device.hostSegment(target).address();
        for (long done = 0; done < source.sizeBytes(); ) {
            long at = source.offset() + done;
            long length = Math.min(heap.run(at), source.sizeBytes() - done);
            long into = address + done;
            call(
                    errand,
                    "clEnqueueReadBuffer",
                    event ->
                            CL10.nclEnqueueReadBuffer(
                                    queue,
                                    heap.slab(at),
                                    CL10.CL_FALSE,
                                    heap.inSlab(at),
                                    length,
                                    into,
                                    0,
                                    0,
                                    event));
            done += length;
        }
    }

    private void within(Errand errand, HeapRange source, HeapRange target) {
        DeviceHeap heap = device.deviceHeap();
        for (long done = 0; done < source.sizeBytes(); ) {
            long at = source.offset() + done;
            long to = target.offset() + done;
            long run = Math.min(heap.run(at), heap.run(to));
            long length = Math.min(run, source.sizeBytes() - done);
            call(
                    errand,
                    "clEnqueueCopyBuffer",
                    event ->
                            CL10.nclEnqueueCopyBuffer(
                                    queue,
                                    heap.slab(at),
                                    heap.slab(to),
                                    heap.inSlab(at),
                                    heap.inSlab(to),
                                    length,
                                    0,
                                    0,
                                    event));
            done += length;
        }
    }

    private void fill(Errand errand, List<HeapRange> targets) {
        for (HeapRange target : targets) {
            device.tally().touch(target);
            if (!isDevice(target)) {
                device.hostSegment(target).fill((byte) 0);
                continue;
            }
            DeviceHeap heap = device.deviceHeap();
            for (long done = 0; done < target.sizeBytes(); ) {
                long at = target.offset() + done;
                long length = Math.min(heap.run(at), target.sizeBytes() - done);
                fill(errand, heap.slab(at), heap.inSlab(at), length);
                done += length;
            }
        }
    }

    /// A fill takes patterns of up to 128 bytes that divide its offset and its length, and is
    /// faster the longer they are: what is not aligned at either end is filled apart.
    private void fill(Errand errand, long slab, long offset, long sizeBytes) {
        long end = offset + sizeBytes;
        for (long at = offset; at < end; ) {
            Zeros zeros = Zeros.longestAt(at, end);
            long from = at;
            try (MemoryStack stack = MemoryStack.stackPush()) {
                long pattern = stack.ncalloc(Zeros.LONGEST, 1, zeros.patternBytes());
                call(
                        errand,
                        "clEnqueueFillBuffer",
                        event ->
                                CL12.nclEnqueueFillBuffer(
                                        queue,
                                        slab,
                                        pattern,
                                        zeros.patternBytes(),
                                        from,
                                        zeros.sizeBytes(),
                                        0,
                                        0,
                                        event));
            }
            at += zeros.sizeBytes();
        }
    }

    private static boolean isDevice(CopySource source) {
        return source instanceof HeapRange range && range.heap() == Device.DEVICE_HEAP;
    }
}
