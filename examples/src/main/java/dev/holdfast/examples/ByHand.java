package dev.holdfast.examples;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// [StreamFile] as one writes it without Holdfast, on LWJGL alone: two buffers on the device, one
/// filled while the other is worked on, and events in between. To compare with, in length and in
/// speed.
///
/// It streams once through one kernel with one input. With a second pass, a second input, a result
/// that is large, or another user of the card it has to be written anew; what happens when a copy
/// fails it leaves to chance.
public final class ByHand implements AutoCloseable {
    private final long context;
    private final long copies;
    private final long kernels;
    private final long program;
    private final long kernel;

    /// On a device of the program's own choice.
    public ByHand(OwnDevice own) {
        long device = own.device();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer properties = stack.pointers(CL10.CL_CONTEXT_PLATFORM, own.platform(), 0);
            IntBuffer error = stack.mallocInt(1);
            context = CL10.clCreateContext(properties, device, null, 0, error);
            check(error.get(0));
            copies = CL10.clCreateCommandQueue(context, device, 0, error);
            check(error.get(0));
            kernels = CL10.clCreateCommandQueue(context, device, 0, error);
            check(error.get(0));
            program = CL10.clCreateProgramWithSource(context, CountKernel.SOURCE, error);
            check(error.get(0));
            check(CL10.clBuildProgram(program, device, "", null, 0));
            kernel = CL10.clCreateKernel(program, CountKernel.NAME, error);
            check(error.get(0));
        }
    }

    /// How many of the longs in `mapped` are odd, and their sum, `chunkBytes` at a time. With
    /// `overlapped` each chunk is copied while the one before is worked on; without, every copy is
    /// waited for with `clFinish`, as in a loop that somebody wrote to begin with.
    public long[] count(MemorySegment mapped, long chunkBytes, boolean overlapped) {
        long[] chunk = {buffer(chunkBytes), buffer(chunkBytes)};
        long result = buffer(CountKernel.RESULT_BYTES);
        long[] worked = new long[2];
        try {
            clear(result);
            int slot = 0;
            for (long at = 0; at < mapped.byteSize(); at += chunkBytes, slot ^= 1) {
                MemorySegment part =
                        mapped.asSlice(at, Math.min(chunkBytes, mapped.byteSize() - at));
                long copied = copy(part, chunk[slot], worked[slot]);
                if (!overlapped) {
                    check(CL10.clFinish(copies));
                }
                worked[slot] = work(chunk[slot], part.byteSize(), result, copied);
            }
            check(CL10.clFinish(kernels));
            return CountKernel.total(read(result));
        } finally {
            Arrays.stream(worked).forEach(ByHand::release);
            CL10.clReleaseMemObject(chunk[0]);
            CL10.clReleaseMemObject(chunk[1]);
            CL10.clReleaseMemObject(result);
        }
    }

    /// Behind the kernel that still works on what is in `chunk`.
    private long copy(MemorySegment part, long chunk, long worked) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer event = stack.mallocPointer(1);
            PointerBuffer before = worked == 0 ? null : stack.pointers(worked);
            check(
                    CL10.nclEnqueueWriteBuffer(
                            copies,
                            chunk,
                            0,
                            0,
                            part.byteSize(),
                            part.address(),
                            before == null ? 0 : 1,
                            MemoryUtil.memAddressSafe(before),
                            MemoryUtil.memAddress(event)));
            check(CL10.clFlush(copies));
            release(worked);
            return event.get(0);
        }
    }

    private long work(long chunk, long sizeBytes, long result, long copied) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer event = stack.mallocPointer(1);
            check(CL10.clSetKernelArg1p(kernel, 0, chunk));
            check(CL10.clSetKernelArg1l(kernel, 1, sizeBytes / Long.BYTES));
            check(CL10.clSetKernelArg1p(kernel, 2, result));
            check(
                    CL10.clEnqueueNDRangeKernel(
                            kernels,
                            kernel,
                            1,
                            null,
                            stack.pointers(CountKernel.ITEMS),
                            null,
                            stack.pointers(copied),
                            event));
            check(CL10.clFlush(kernels));
            release(copied);
            return event.get(0);
        }
    }

    private void clear(long buffer) {
        ByteBuffer zeros = MemoryUtil.memCalloc((int) CountKernel.RESULT_BYTES);
        check(CL10.clEnqueueWriteBuffer(kernels, buffer, true, 0, zeros, null, null));
        MemoryUtil.memFree(zeros);
    }

    private long[] read(long buffer) {
        ByteBuffer bytes = MemoryUtil.memAlloc((int) CountKernel.RESULT_BYTES);
        check(CL10.clEnqueueReadBuffer(kernels, buffer, true, 0, bytes, null, null));
        long[] words = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(words);
        MemoryUtil.memFree(bytes);
        return words;
    }

    private long buffer(long sizeBytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            long buffer = CL10.clCreateBuffer(context, CL10.CL_MEM_READ_WRITE, sizeBytes, error);
            check(error.get(0));
            return buffer;
        }
    }

    private static void release(long event) {
        if (event != 0) {
            CL10.clReleaseEvent(event);
        }
    }

    private static void check(int code) {
        if (code != CL10.CL_SUCCESS) {
            throw new IllegalStateException("OpenCL answered " + code);
        }
    }

    @Override
    public void close() {
        CL10.clReleaseKernel(kernel);
        CL10.clReleaseProgram(program);
        CL10.clReleaseCommandQueue(kernels);
        CL10.clReleaseCommandQueue(copies);
        CL10.clReleaseContext(context);
    }
}
