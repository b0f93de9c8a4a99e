package dev.holdfast.bench.budget;

import dev.holdfast.examples.OwnDevice;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// An OpenCL device as one uses it without us: one in-order queue, and no event but where one is
/// waited for. What an OpenCL device under a manager is held against.
final class RawDriver implements AutoCloseable {
    /// The kernels that there are: with so many buffers they do nothing, or count that far.
    static String source(int buffers, int counting) {
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < buffers; i++) {
            parameters.add("__global long *b" + i);
        }
        return """
        __kernel void nothing(%s) {
            for (volatile int i = 0; i < %d; i++) {}
        }
        """
                .formatted(String.join(", ", parameters), counting);
    }

    /// What they are called.
    static final String NAME = "nothing";

    private final long context;
    private final long queue;
    private final long program;
    private final long kernel;
    private final List<Long> buffers = new ArrayList<>();

    /// On the device of that name. Throws [IllegalArgumentException] where there is none.
    RawDriver(String name, String source) {
        OwnDevice own = OwnDevice.named(name);
        long device = own.device();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            PointerBuffer properties = stack.pointers(CL10.CL_CONTEXT_PLATFORM, own.platform(), 0);
            context = CL10.clCreateContext(properties, device, null, 0, error);
            check(error.get(0));
            queue = CL10.clCreateCommandQueue(context, device, 0, error);
            check(error.get(0));
            program = CL10.clCreateProgramWithSource(context, source, error);
            check(error.get(0));
            check(CL10.clBuildProgram(program, device, "", null, 0));
            kernel = CL10.clCreateKernel(program, NAME, error);
            check(error.get(0));
        }
    }

    /// A buffer of device memory, released at the end.
    long buffer(long sizeBytes) {
        return buffer(sizeBytes, CL10.CL_MEM_READ_WRITE);
    }

    /// The address of pinned host memory, which lives to the end.
    long pinned(long sizeBytes) {
        long buffer = buffer(sizeBytes, CL10.CL_MEM_READ_WRITE | CL10.CL_MEM_ALLOC_HOST_PTR);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            long flags = CL10.CL_MAP_READ | CL10.CL_MAP_WRITE;
            long told = MemoryUtil.memAddress(error);
            long address =
                    CL10.nclEnqueueMapBuffer(
                            queue, buffer, CL10.CL_TRUE, flags, 0, sizeBytes, 0, 0, 0, told);
            check(error.get(0));
            return address;
        }
    }

    private long buffer(long sizeBytes, long flags) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            long buffer = CL10.clCreateBuffer(context, flags, sizeBytes, error);
            check(error.get(0));
            buffers.add(buffer);
            return buffer;
        }
    }

    /// Runs the kernel once over one item.
    void launch(List<Long> arguments) {
        launch(arguments, 0);
    }

    /// As above, and has the driver begin; the event is waited for by [#await].
    long launchLast(List<Long> arguments) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer event = stack.mallocPointer(1);
            launch(arguments, MemoryUtil.memAddress(event));
            check(CL10.clFlush(queue));
            return event.get(0);
        }
    }

    private void launch(List<Long> arguments, long event) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            for (int i = 0; i < arguments.size(); i++) {
                check(CL10.clSetKernelArg1p(kernel, i, arguments.get(i)));
            }
            long one = MemoryUtil.memAddress(stack.pointers(1));
            check(CL10.nclEnqueueNDRangeKernel(queue, kernel, 1, 0, one, 0, 0, 0, event));
        }
    }

    /// Waits for an event, and lets go of it; 0 is none.
    static void await(long event) {
        if (event != 0) {
            check(CL10.clWaitForEvents(event));
            CL10.clReleaseEvent(event);
        }
    }

    /// Lines up a copy out of a buffer.
    void read(long buffer, long offset, long address, long sizeBytes) {
        check(CL10.nclEnqueueReadBuffer(queue, buffer, 0, offset, sizeBytes, address, 0, 0, 0));
    }

    /// Lines up a copy into a buffer.
    void write(long buffer, long offset, long address, long sizeBytes) {
        check(CL10.nclEnqueueWriteBuffer(queue, buffer, 0, offset, sizeBytes, address, 0, 0, 0));
    }

    /// Waits for everything.
    void finish() {
        check(CL10.clFinish(queue));
    }

    private static void check(int code) {
        if (code != CL10.CL_SUCCESS) {
            throw new IllegalStateException("OpenCL answered " + code);
        }
    }

    @Override
    public void close() {
        finish();
        buffers.forEach(CL10::clReleaseMemObject);
        CL10.clReleaseKernel(kernel);
        CL10.clReleaseProgram(program);
        CL10.clReleaseCommandQueue(queue);
        CL10.clReleaseContext(context);
    }
}
