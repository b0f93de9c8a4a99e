package dev.holdfast.examples;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.Argument;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Spread;
import dev.holdfast.memory.Use;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.opencl.ClBuffer;
import dev.holdfast.opencl.OpenCl;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;

/// A program that has its context, its queue and its kernel already, written against LWJGL, and
/// more data than fits. What changes is where its `cl_mem` come from: they are those of objects in
/// use, and an object that is not in use makes room. One that it made itself, and keeps, is
/// adopted: an object where it is, which a kernel of Holdfast's writes and the program reads.
///
/// Runs on OpenCL only: there is nothing to step into elsewhere.
public final class ExistingCode implements AutoCloseable {
    private static final int OBJECTS = 16;
    private static final int ROUNDS = 5;
    private static final int WORDS = 32 << 10;
    private static final long OBJECT_BYTES = (long) WORDS * Long.BYTES;
    private static final String SOURCE =
            """
            __kernel void twice_plus(__global long *words, long summand) {
                words[get_global_id(0)] = 2 * words[get_global_id(0)] + summand;
            }
            """;
    private static final String ADDING =
            """
            kernel void add(global const long *words, global long *total) {
                total[get_global_id(0)] += words[get_global_id(0)];
            }
            """;

    private final long device;
    private final long context;
    private final long queue;
    private final long program;
    private final long kernel;
    private final long total;

    /// What the program did before: nothing of Holdfast's.
    ExistingCode(OwnDevice own) {
        device = own.device();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            PointerBuffer properties = stack.pointers(CL10.CL_CONTEXT_PLATFORM, own.platform(), 0);
            context = CL10.clCreateContext(properties, device, null, 0, error);
            check(error.get(0));
            queue = CL10.clCreateCommandQueue(context, device, 0, error);
            check(error.get(0));
            program = CL10.clCreateProgramWithSource(context, SOURCE, error);
            check(error.get(0));
            check(CL10.clBuildProgram(program, device, "", null, 0));
            kernel = CL10.clCreateKernel(program, "twice_plus", error);
            check(error.get(0));
            long flags = CL10.CL_MEM_READ_WRITE | CL10.CL_MEM_COPY_HOST_PTR;
            total = CL10.clCreateBuffer(context, flags, words(), error);
            check(error.get(0));
        }
    }

    private void enqueue(long buffer, long words, long summand) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            check(CL10.clSetKernelArg1p(kernel, 0, buffer));
            check(CL10.clSetKernelArg1l(kernel, 1, summand));
            check(
                    CL10.clEnqueueNDRangeKernel(
                            queue, kernel, 1, null, stack.pointers(words), null, null, null));
        }
    }

    /// Runs it on the device that the arguments name; `opencl` if they name none.
    public static void main(String[] arguments) throws Exception {
        run(Session.valueOf("--device", "opencl", arguments)).exit();
    }

    static Outcome run(String device) throws InterruptedException {
        // a quarter of the objects, and as much again for the moment
        DeviceOptions sizes = DeviceOptions.of(OBJECTS / 4 * OBJECT_BYTES, Bytes.mebi(8));
        try (var existing = new ExistingCode(OwnDevice.named(device));
                var workers = new PlatformWorkers("example");
                Device opened = OpenCl.open(existing.context, existing.device, sizes, workers);
                var manager = MemoryManager.open(opened, workers, MemoryOptions.defaults())) {
            Client client = manager.client("existing");
            List<BufferHandle> objects = new ArrayList<>();
            for (int i = 0; i < OBJECTS; i++) {
                objects.add(client.create("object " + i, OBJECT_BYTES));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < OBJECTS; i++) {
                    existing.step(client, opened, objects.get(i), i);
                }
            }
            long wrong = 0;
            for (int i = 0; i < OBJECTS; i++) {
                try (HostMapping view = objects.get(i).map(Access.READ).orThrow()) {
                    for (long word : view.segment().toArray(ValueLayout.JAVA_LONG)) {
                        // i + 2i + 4i + …
                        wrong += word == ((1L << ROUNDS) - 1) * i ? 0 : 1;
                    }
                }
            }
            LongBuffer total = existing.addUp(manager, client, opened, objects);
            while (total.hasRemaining()) {
                // 0 + 1 + 2 + …, each as often as above
                wrong +=
                        total.get() == ((1L << ROUNDS) - 1) * (OBJECTS * (OBJECTS - 1) / 2) ? 0 : 1;
            }
            return new Outcome(
                    wrong == 0,
                    "%d rounds of the program's own kernel over %d KiB in %d KiB: %d words wrong"
                            .formatted(
                                    ROUNDS,
                                    (OBJECTS * OBJECT_BYTES) >> 10,
                                    sizes.deviceBytes() >> 10,
                                    wrong));
        }
    }

    /// The loop's body: the object is there, its `cl_mem` goes to the kernel, and the marker behind
    /// the kernel says when the object may move again. Nothing waits for the device.
    private void step(Client client, Device opened, BufferHandle object, long summand)
            throws InterruptedException {
        Use use = client.use(Work.outside("twice_plus").updates(object)).orThrow();
        try (ClBuffer buffer = OpenCl.buffer(opened, use.ranges(object).getFirst())) {
            long words = object.sizeBytes() / Long.BYTES;
            call(opened, () -> enqueue(buffer.handle(), words, summand));
            use.close(OpenCl.marker(opened, queue));
            call(opened, () -> check(CL10.clFlush(queue)));
        } finally {
            use.close();
        }
    }

    /// Calls of the program's own: as it always made them, unless its driver bears the calls of one
    /// thread only and Holdfast makes its own there.
    private static void call(Device opened, Runnable calls) {
        OpenCl.call(
                opened,
                () -> {
                    calls.run();
                    return true;
                });
    }

    /// Adds all objects up in the program's own `cl_mem`. That is an object until it is closed, and
    /// the program's alone again when the last kernel is over.
    private LongBuffer addUp(
            MemoryManager manager, Client client, Device opened, List<BufferHandle> objects)
            throws InterruptedException {
        AdoptedMemory mine = OpenCl.adopt(opened, total);
        try (BufferHandle sums = client.adopt("total", mine)) {
            Spread add = manager.program(ADDING).kernel("add").over(WORDS);
            for (BufferHandle object : objects) {
                Work work = add.args(Argument.read(object), Argument.readWrite(sums));
                client.submit(work).orThrow();
            }
        }
        mine.released().await().orThrow();
        ByteBuffer words = words();
        call(
                opened,
                () -> check(CL10.clEnqueueReadBuffer(queue, total, true, 0, words, null, null)));
        return words.asLongBuffer();
    }

    private static ByteBuffer words() {
        return ByteBuffer.allocateDirect((int) OBJECT_BYTES).order(ByteOrder.nativeOrder());
    }

    private static void check(int code) {
        if (code != CL10.CL_SUCCESS) {
            throw new IllegalStateException("OpenCL answered " + code);
        }
    }

    @Override
    public void close() {
        CL10.clReleaseMemObject(total);
        CL10.clReleaseKernel(kernel);
        CL10.clReleaseProgram(program);
        CL10.clReleaseCommandQueue(queue);
        CL10.clReleaseContext(context);
    }
}
