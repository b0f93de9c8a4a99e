package dev.holdfast.opencl;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fence.Fence;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL12;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// The way in for programs that have OpenCL code already: a device in their own context, the
/// `cl_mem` of what is resident there, and their events as fences. Handles are numbers, as LWJGL
/// and every other binding has them.
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
        ClDevice device;
        Session session;
        try {
            device = ClDevice.of(Limits.number(clDevice, CL10.CL_DEVICE_PLATFORM), "", clDevice);
            session = Session.in(context, device);
        } catch (ClException error) {
            throw new IllegalArgumentException(
                    "context %#x and device %#x cannot be used: %s"
                            .formatted(context, clDevice, error.getMessage()),
                    error);
        }
        return Opening.openIn(session, options, Completions.configured(), workers);
    }

    /// What is at `range` of device memory, for kernels of the caller's own: the very bytes. Valid
    /// until it is closed; commands that are enqueued by then keep it. Whoever holds a
    /// [dev.holdfast.device.HeapRange] of something that is in use may ask for it, and nobody else.
    /// Throws [IllegalArgumentException] for what is no argument of a kernel.
    public static ClBuffer buffer(Device device, HeapRange range) {
        OpenClDevice ours = ours(device);
        ours.check().checkRange(range);
        if (range.heap() != Device.DEVICE_HEAP
                || !ours.deviceHeap().info().isArgument(range.offset(), range.sizeBytes())) {
            throw new IllegalArgumentException(
                    range + " is not one aligned range of a slab of device memory");
        }
        try {
            return new ClBuffer(ours.subBuffers(), range, ours.subBuffers().take(range));
        } catch (ClException error) {
            throw new IllegalStateException(
                    "the driver makes no buffer of " + range + ": " + error.getMessage(), error);
        }
    }

    /// Settles when everything is over that was enqueued to the caller's `queue` before.
    public static Fence marker(Device device, long queue) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer event = stack.callocPointer(1);
            int code = CL12.nclEnqueueMarkerWithWaitList(queue, 0, 0, MemoryUtil.memAddress(event));
            if (code == ClError.SUCCESS) {
                code = CL10.clFlush(queue);
            }
            if (code != ClError.SUCCESS) {
                throw new IllegalStateException(
                        "no marker on queue %#x: %s".formatted(queue, ClError.text(code)));
            }
            Fence fence = fence(device, event.get(0));
            CL10.clReleaseEvent(event.get(0));
            return fence;
        }
    }

    /// Settles when the caller's `event` is over, badly if it ends badly. It is retained until
    /// then. Work behind it ([dev.holdfast.device.fence.Fence] of user code) has a deadline of its
    /// own.
    public static Fence fence(Device device, long event) {
        return ours(device).foreignEvents().fence(event);
    }

    private static OpenClDevice ours(Device device) {
        if (device instanceof OpenClDevice ours) {
            return ours;
        }
        throw new IllegalArgumentException(
                "\"" + device.info().name() + "\" is no device that was opened on OpenCL");
    }
}
