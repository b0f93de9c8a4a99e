package dev.holdfast.opencl;

import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// One device and an OpenCL context of its own: what everything else is made in. Two opened devices
/// share nothing, also where they are one card.
///
/// @param device which it is
/// @param context the context's handle
record Session(ClDevice device, long context) {

    /// A new context for `device`.
    static Session open(ClDevice device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer properties =
                    stack.pointers(CL10.CL_CONTEXT_PLATFORM, device.platform(), 0);
            PointerBuffer devices = stack.pointers(device.id());
            var error = stack.callocInt(1);
            long context =
                    CL10.nclCreateContext(
                            MemoryUtil.memAddress(properties),
                            1,
                            MemoryUtil.memAddress(devices),
                            0,
                            0,
                            MemoryUtil.memAddress(error));
            ClException.check("clCreateContext", error.get(0));
            return new Session(device, context);
        }
    }

    /// `context`, which somebody else made for `device` alone: retained.
    static Session in(long context, ClDevice device) {
        List<Long> devices =
                Query.numbers(
                        "clGetContextInfo",
                        (size, value, returned) ->
                                CL10.nclGetContextInfo(
                                        context, CL10.CL_CONTEXT_DEVICES, size, value, returned));
        if (!devices.equals(List.of(device.id()))) {
            throw new IllegalArgumentException(
                    "the context has %d devices: it must have %s and no other"
                            .formatted(devices.size(), device.name()));
        }
        ClException.check("clRetainContext", CL10.clRetainContext(context));
        return new Session(device, context);
    }

    /// A new queue: in order, as queues are where nobody asks for more.
    long createQueue() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var error = stack.callocInt(1);
            long queue =
                    CL10.nclCreateCommandQueue(
                            context, device.id(), 0, MemoryUtil.memAddress(error));
            ClException.check("clCreateCommandQueue", error.get(0));
            return queue;
        }
    }

    /// A new buffer; `hostAddress` is zero unless `flags` say that it lies there.
    long createBuffer(long flags, long sizeBytes, long hostAddress) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var error = stack.callocInt(1);
            long buffer =
                    CL10.nclCreateBuffer(
                            context, flags, sizeBytes, hostAddress, MemoryUtil.memAddress(error));
            ClException.check("clCreateBuffer of " + sizeBytes + " bytes", error.get(0));
            return buffer;
        }
    }

    /// Releases the context; what was made in it has been released.
    void close() {
        CL10.clReleaseContext(context);
    }
}
