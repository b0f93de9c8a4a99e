package dev.holdfast.opencl;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fence.Fence;
import java.util.function.Supplier;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL12;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// The way in for programs that have OpenCL code already: a device in their own context, the
/// `cl_mem` of what is resident there, `cl_mem` of their own as objects, and their events as
/// fences. Handles are numbers, as LWJGL and every other binding has them.
///
///     Device device = OpenCl.open(context, clDevice, options, workers);
///     …
///     Use use = client.use(Work.outside("blur").reads(in).overwrites(out)).orThrow();
///     try (ClBuffer from = OpenCl.buffer(device, use.ranges(in).getFirst());
///             ClBuffer to = OpenCl.buffer(device, use.ranges(out).getFirst())) {
///         enqueueBlur(queue, from.handle(), to.handle());
///         use.close(OpenCl.marker(device, queue));
///     }
///
/// A `cl_mem` that is there already becomes an object where it is:
///
///     BufferHandle weights = client.adopt("weights", OpenCl.adopt(device, clMem));
///
/// Any thread. Devices are those of [#open] or of the provider `opencl`, undecorated.
public final class OpenCl {
    private OpenCl() {}

    /// A device in a context that the caller has, and keeps: it is retained, and released when the
    /// device is closed. Throws [IllegalArgumentException] with a line for people if `clDevice`
    /// cannot give what `options` ask for, is not the only device of `context`, or if there is no
    /// OpenCL here.
    public static Device open(long context, long clDevice, DeviceOptions options, Workers workers) {
        if (Library.problem().isPresent()) {
            throw new IllegalArgumentException(Library.problem().get());
        }
        Session session;
        try {
            session = DriverThread.get().call(() -> session(context, clDevice));
        } catch (ClException error) {
            throw new IllegalArgumentException(
                    "context %#x and device %#x cannot be used: %s"
                            .formatted(context, clDevice, error.getMessage()),
                    error);
        }
        Completions completions = Completions.configured(session.device().calls());
        Device opened = Opening.openIn(session, options, completions, workers);
        Opening.warn(session.device());
        return opened;
    }

    private static Session session(long context, long clDevice) {
        long platform = Limits.number(clDevice, CL10.CL_DEVICE_PLATFORM);
        String name = ClDevice.platformName(platform);
        return Session.in(context, ClDevice.of(platform, name, clDevice));
    }

    /// Makes calls of the caller's own where those of Holdfast are made, and answers what they
    /// answer: at once, on the calling thread, unless the calls of `device`'s driver are serial
    /// (`holdfast.opencl.calls`). A program whose driver does not bear calls of two threads makes
    /// its own this way. They must wait for nothing that another call is to bring about.
    public static <T> T call(Device device, Supplier<T> calls) {
        return ours(device).calls().call(calls);
    }

    /// What is at `range` of device memory, for kernels of the caller's own: the very bytes. Valid
    /// until it is closed; commands that are enqueued by then keep it. Whoever holds a
    /// [dev.holdfast.device.HeapRange] of something that is in use may ask for it, and nobody else.
    /// Of an adopted object it is the `cl_mem` that was adopted, retained. Throws
    /// [IllegalArgumentException] for what is no argument of a kernel.
    public static ClBuffer buffer(Device device, HeapRange range) {
        OpenClDevice ours = ours(device);
        ours.check().checkRange(range);
        if (range.heap() != Device.DEVICE_HEAP || !ours.deviceHeap().isArgument(range)) {
            throw new IllegalArgumentException(
                    range + " is not one aligned range of a slab of device memory");
        }
        try {
            return ours.calls()
                    .call(() ->
                            isAdopted(ours, range) ? retained(ours, range) : taken(ours, range));
        } catch (ClException error) {
            throw new IllegalStateException(
                    "the driver makes no buffer of " + range + ": " + error.getMessage(), error);
        }
    }

    private static boolean isAdopted(OpenClDevice ours, HeapRange range) {
        return AdoptedMemory.isAt(range) && ours.deviceHeap().isSlab(range);
    }

    private static ClBuffer retained(OpenClDevice ours, HeapRange range) {
        long buffer = ours.deviceHeap().slab(range.offset());
        ClException.check("clRetainMemObject", CL10.clRetainMemObject(buffer));
        return new ClBuffer(
                buffer,
                range.sizeBytes(),
                () -> ours.calls().run(() -> CL10.clReleaseMemObject(buffer)));
    }

    private static ClBuffer taken(OpenClDevice ours, HeapRange range) {
        SubBuffers subBuffers = ours.subBuffers();
        long buffer = subBuffers.take(range);
        return new ClBuffer(
                buffer,
                range.sizeBytes(),
                () -> ours.calls().run(() -> subBuffers.giveBack(range)));
    }

    /// Makes `buffer`, a `cl_mem` of the caller's own in the device's context, memory of `device`,
    /// for a client to adopt as an object (`client.adopt(…)`). It is retained until that is closed
    /// and nothing of Holdfast's touches it any more, and then released, once; until a client has
    /// adopted it, closing the answer releases it. It may be a sub-buffer, and of any size.
    ///
    /// One that was made `CL_MEM_READ_ONLY` or `CL_MEM_HOST_READ_ONLY` nobody can write by way of
    /// Holdfast. From one that is `CL_MEM_WRITE_ONLY` kernels must not read: nobody checks that.
    ///
    /// Commands of the caller's own that touch it while it is an object belong into a
    /// `client.use(…)`. What is enqueued outside of one is the caller's business: no command of
    /// Holdfast's waits for it.
    ///
    /// Throws [IllegalArgumentException] for what is no buffer of that context, was made so that
    /// the host cannot read it, is the device's own, or is adopted already, in whole or in part.
    public static AdoptedMemory adopt(Device device, long buffer) {
        OpenClDevice ours = ours(device);
        if (buffer == 0) {
            throw new IllegalArgumentException("a null cl_mem cannot be adopted");
        }
        try {
            return ours.calls().call(() -> ours.adopt(buffer));
        } catch (ClException error) {
            throw new IllegalArgumentException(
                    "%#x cannot be adopted: %s".formatted(buffer, error.getMessage()), error);
        }
    }

    /// Settles when everything is over that was enqueued to the caller's `queue` before. The queue
    /// is flushed, but where the calls of its driver are serial: there the caller does it, because
    /// a flush may wait there for an event that he has still to set.
    public static Fence marker(Device device, long queue) {
        OpenClDevice ours = ours(device);
        return ours.calls().call(() -> marker(ours, queue));
    }

    private static Fence marker(OpenClDevice device, long queue) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer event = stack.callocPointer(1);
            int code = CL12.nclEnqueueMarkerWithWaitList(queue, 0, 0, MemoryUtil.memAddress(event));
            if (code == ClError.SUCCESS && !device.calls().serial()) {
                code = CL10.clFlush(queue);
            }
            if (code != ClError.SUCCESS) {
                throw new IllegalStateException(
                        "no marker on queue %#x: %s".formatted(queue, ClError.text(code)));
            }
            Fence fence = device.foreignEvents().fence(event.get(0));
            CL10.clReleaseEvent(event.get(0));
            return fence;
        }
    }

    /// Settles when the caller's `event` is over, badly if it ends badly. It is retained until
    /// then. Its queue is flushed as by [#marker], as there are drivers that begin nothing before.
    /// Work behind it ([dev.holdfast.device.fence.Fence] of user code) has a deadline of its own.
    public static Fence fence(Device device, long event) {
        OpenClDevice ours = ours(device);
        return ours.calls().call(() -> ours.foreignEvents().fence(event));
    }

    private static OpenClDevice ours(Device device) {
        if (device instanceof OpenClDevice ours) {
            return ours;
        }
        throw new IllegalArgumentException(
                "\"" + device.info().name() + "\" is no device that was opened on OpenCL");
    }
}
