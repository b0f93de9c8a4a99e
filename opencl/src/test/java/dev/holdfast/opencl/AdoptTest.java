package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.faulty.FaultyDevice;
import dev.holdfast.memory.Argument;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Use;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import java.lang.foreign.ValueLayout;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;
import org.lwjgl.opencl.CL12;
import org.lwjgl.opencl.CLBufferRegion;
import org.lwjgl.opencl.CLImageDesc;
import org.lwjgl.opencl.CLImageFormat;
import org.lwjgl.system.MemoryStack;

/// A `cl_mem` of somebody's own context as an object.
final class AdoptTest {
    private static final int WORDS = 250;
    private static final String TWICE =
            "kernel void twice(global const int *in, global int *out)"
                    + " { out[get_global_id(0)] = 2 * in[get_global_id(0)]; }";

    private final PlatformWorkers workers = new PlatformWorkers("adopt");
    private final List<Long> made = new ArrayList<>();
    private long context;
    private long queue;
    private Device device;

    @BeforeEach
    void open() {
        ClDevice first = Installed.require().devices().getFirst();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            PointerBuffer properties =
                    stack.pointers(CL10.CL_CONTEXT_PLATFORM, first.platform(), 0);
            context = CL10.clCreateContext(properties, first.id(), null, 0, error);
            queue = CL10.clCreateCommandQueue(context, first.id(), 0, error);
            assertEquals(0, error.get(0));
        }
        device = OpenCl.open(context, first.id(), DeviceOptions.of(1 << 20, 1 << 20), workers);
    }

    @AfterEach
    void close() {
        if (context != 0) {
            device.close();
            for (long each : made) {
                Holders.become(
                        1, () -> references(each), "it is the caller's again, and nobody else's");
                CL10.clReleaseMemObject(each);
            }
            CL10.clReleaseCommandQueue(queue);
            CL10.clReleaseContext(context);
        }
        workers.close();
    }

    /// What the program had before: a buffer of its own, with 0, 1, 2 and so on in it.
    private long buffer(long flags) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            long buffer =
                    CL10.clCreateBuffer(
                            context,
                            flags | CL10.CL_MEM_COPY_HOST_PTR,
                            stack.ints(IntStream.range(0, WORDS).toArray()),
                            error);
            assertEquals(0, error.get(0));
            made.add(buffer);
            return buffer;
        }
    }

    private long buffer() {
        return buffer(CL10.CL_MEM_READ_WRITE);
    }

    private static long references(long buffer) {
        return Query.number(
                "clGetMemObjectInfo",
                (size, value, returned) ->
                        CL10.nclGetMemObjectInfo(
                                buffer, CL10.CL_MEM_REFERENCE_COUNT, 4, value, returned));
    }

    private int[] readRaw(long buffer) {
        int[] words = new int[WORDS];
        assertEquals(0, CL10.clEnqueueReadBuffer(queue, buffer, true, 0, words, null, null));
        return words;
    }

    private static int[] times(int factor) {
        return IntStream.range(0, WORDS).map(i -> factor * i).toArray();
    }

    private static Work twice(MemoryManager manager, Argument from, Argument into) {
        return manager.program(TWICE).kernel("twice").over(WORDS).args(from, into);
    }

    private MemoryManager manager() {
        return MemoryManager.open(device, workers, MemoryOptions.defaults());
    }

    /// Breaks if a kernel is given anything but the buffer, or if it is not released, or too often.
    @Test
    void programsRunOnItAndItIsTheCallersAgain() throws Exception {
        long from = buffer();
        long into = buffer();
        AdoptedMemory memory = OpenCl.adopt(device, into);
        try (MemoryManager manager = manager()) {
            Client client = manager.client("existing");
            BufferHandle in = client.adopt("in", OpenCl.adopt(device, from));
            BufferHandle out = client.adopt("out", memory);
            BufferHandle ours = client.create("ours", WORDS * 4L);
            Holders.become(2, () -> references(from));
            client.submit(twice(manager, Argument.read(in), Argument.write(ours)))
                    .orThrow()
                    .await()
                    .orThrow();
            client.submit(twice(manager, Argument.read(ours), Argument.write(out)))
                    .orThrow()
                    .await()
                    .orThrow();
            try (var view = out.map(Access.READ).orThrow()) {
                assertArrayEquals(times(4), view.segment().toArray(ValueLayout.JAVA_INT));
            }
            assertEquals(8L * WORDS, manager.adoptedBytes());
            assertEquals(0, manager.counters().get(Counter.BYTES_TO_DEVICE));
            out.close();
            memory.released().await().orThrow();
            Holders.become(1, () -> references(into));
            assertArrayEquals(times(4), readRaw(into));
        }
        Holders.become(1, () -> references(from));
        assertArrayEquals(times(1), readRaw(from));
    }

    /// Breaks if the caller's own commands are given anything else, or if what the host writes does
    /// not come before them.
    @Test
    void aUseIsToldTheVeryBuffer() throws Exception {
        long buffer = buffer();
        try (MemoryManager manager = manager()) {
            Client client = manager.client("existing");
            BufferHandle handle = client.adopt("his", OpenCl.adopt(device, buffer));
            try (var view = handle.map(Access.READ_WRITE).orThrow()) {
                for (int i = 0; i < WORDS; i++) {
                    view.segment().setAtIndex(ValueLayout.JAVA_INT, i, 7 * i);
                }
            }
            ClBuffer same;
            try (Use use = client.use(Work.outside("mine").reads(handle)).orThrow()) {
                HeapRange range = use.ranges(handle).getFirst();
                same = OpenCl.buffer(device, range);
                assertEquals(buffer, same.handle());
                assertArrayEquals(times(7), readRaw(same.handle()));
                try (ClBuffer part = OpenCl.buffer(device, range.slice(0, 64))) {
                    assertEquals(64, part.sizeBytes());
                }
                use.close(OpenCl.marker(device, queue));
            }
            handle.close();
            manager.awaitIdle();
            Holders.become(2, () -> references(buffer), "it was handed out");
            same.close();
            same.close();
            Holders.become(1, () -> references(buffer));
        }
    }

    /// Breaks if sub-buffers of what is let go stay, or are released under whoever has them.
    @Test
    void partsThatAreHandedOutGoWhenTheyAreGivenBack() {
        long buffer = buffer();
        AdoptedMemory memory = OpenCl.adopt(device, buffer);
        ClBuffer idle = OpenCl.buffer(device, memory.range().slice(0, 64));
        idle.close();
        ClBuffer used = OpenCl.buffer(device, memory.range().slice(0, 128));
        SubBuffers subBuffers = ((OpenClDevice) device).subBuffers();
        assertEquals(2, subBuffers.count());
        memory.close();
        assertEquals(1, subBuffers.count());
        Holders.become(1, () -> references(used.handle()));
        used.close();
        assertEquals(0, subBuffers.count());
        assertEquals(0, subBuffers.inUse());
        assertThrows(IllegalArgumentException.class, () -> OpenCl.buffer(device, memory.range()));
        var late = new Command.Fill(List.of(memory.range()));
        assertThrows(
                IllegalArgumentException.class,
                () -> device.queue(QueueKind.COPY_IN).submit(late, fault -> {}));
    }

    /// Breaks if what one decorates is taken for another device, or its queues refuse the range.
    @Test
    void copiesThatFailAreRepairedOnWhatWasAdoptedToo() throws Exception {
        long buffer = buffer();
        FaultPlan plan =
                FaultPlan.of(
                        7,
                        List.of(
                                FaultSpec.parse("copy-in:fail@#1"),
                                FaultSpec.parse("copy-out:fail@#1")));
        Device faulty = new FaultyDevice(device, plan, workers);
        try (MemoryManager manager =
                MemoryManager.open(faulty, workers, MemoryOptions.defaults())) {
            Client client = manager.client("existing");
            BufferHandle handle = client.adopt("his", OpenCl.adopt(device, buffer));
            try (var view = handle.map(Access.READ_WRITE).orThrow()) {
                assertArrayEquals(times(1), view.segment().toArray(ValueLayout.JAVA_INT));
                for (int i = 0; i < WORDS; i++) {
                    view.segment().setAtIndex(ValueLayout.JAVA_INT, i, 3 * i);
                }
            }
            try (var view = handle.map(Access.READ).orThrow()) {
                assertArrayEquals(times(3), view.segment().toArray(ValueLayout.JAVA_INT));
            }
            assertEquals(2, manager.counters().get(Counter.COPIES_REPAIRED_BY_QUEUE));
        }
        assertArrayEquals(times(3), readRaw(buffer));
    }

    @Test
    void whatKernelsMayNotWriteIsReadOnly() throws Exception {
        long buffer = buffer(CL10.CL_MEM_READ_ONLY);
        try (MemoryManager manager = manager()) {
            Client client = manager.client("existing");
            BufferHandle handle = client.adopt("his", OpenCl.adopt(device, buffer));
            BufferHandle out = client.create("out", WORDS * 4L);
            Work wrong = twice(manager, Argument.read(out), Argument.write(handle));
            var refused = assertInstanceOf(SubmitOutcome.Refused.class, client.submit(wrong));
            assertInstanceOf(Refusal.NotGranted.class, refused.reason());
            client.submit(twice(manager, Argument.read(handle), Argument.write(out)))
                    .orThrow()
                    .await()
                    .orThrow();
        }
    }

    private void refused(long buffer, String why) {
        var thrown =
                assertThrows(IllegalArgumentException.class, () -> OpenCl.adopt(device, buffer));
        assertEquals(true, thrown.getMessage().contains(why), thrown.getMessage());
    }

    @Test
    void whatIsAdoptedAlreadyIsRefusedInWholeAndInPart() {
        long alignment = device.heaps().getFirst().alignmentBytes();
        long whole = bufferOf(2 * alignment);
        long part = part(whole, 0, alignment);
        long other = part(whole, alignment, alignment);
        AdoptedMemory first = OpenCl.adopt(device, part);
        refused(part, "adopted already");
        refused(whole, "adopted already");
        OpenCl.adopt(device, other).close();
        first.close();
        OpenCl.adopt(device, whole).close();
        CL10.clReleaseMemObject(part);
        CL10.clReleaseMemObject(other);
    }

    /// Devices align parts differently: two of them need more than [#buffer] on some.
    private long bufferOf(long sizeBytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            long buffer = CL10.clCreateBuffer(context, CL10.CL_MEM_READ_WRITE, sizeBytes, error);
            assertEquals(0, error.get(0));
            made.add(buffer);
            return buffer;
        }
    }

    private long part(long whole, long from, long sizeBytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            CLBufferRegion region = CLBufferRegion.calloc(stack).origin(from).size(sizeBytes);
            long part =
                    CL11.nclCreateSubBuffer(
                            whole,
                            0,
                            CL11.CL_BUFFER_CREATE_TYPE_REGION,
                            region.address(),
                            org.lwjgl.system.MemoryUtil.memAddress(error));
            assertEquals(0, error.get(0));
            return part;
        }
    }

    @Test
    void whatCannotBeAnObjectIsRefused() {
        refused(0, "null");
        refused(buffer(CL12.CL_MEM_HOST_NO_ACCESS), "never read it");
        refused(buffer(CL12.CL_MEM_HOST_WRITE_ONLY), "never read it");
        try (ClBuffer own = OpenCl.buffer(device, new HeapRange(0, 0, 64))) {
            refused(own.handle(), "very device");
        }
        Device faulty = new FaultyDevice(device, FaultPlan.none(), workers);
        long good = buffer();
        assertThrows(IllegalArgumentException.class, () -> OpenCl.adopt(faulty, good));
    }

    @Test
    void whatIsOfAnotherContextOrNoBufferIsRefused() {
        ClDevice first = Installed.require().devices().getFirst();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            PointerBuffer properties =
                    stack.pointers(CL10.CL_CONTEXT_PLATFORM, first.platform(), 0);
            long other = CL10.clCreateContext(properties, first.id(), null, 0, error);
            long foreign = CL10.clCreateBuffer(other, CL10.CL_MEM_READ_WRITE, 64, error);
            assertEquals(0, error.get(0));
            refused(foreign, "another context");
            CL10.clReleaseMemObject(foreign);
            CL10.clReleaseContext(other);
            CLImageFormat format =
                    CLImageFormat.calloc(stack)
                            .image_channel_order(CL10.CL_RGBA)
                            .image_channel_data_type(CL10.CL_FLOAT);
            CLImageDesc shape =
                    CLImageDesc.calloc(stack)
                            .image_type(CL10.CL_MEM_OBJECT_IMAGE2D)
                            .image_width(4)
                            .image_height(4);
            long image =
                    CL12.clCreateImage(
                            context,
                            CL10.CL_MEM_READ_WRITE,
                            format,
                            shape,
                            (java.nio.ByteBuffer) null,
                            error);
            assertEquals(0, error.get(0));
            refused(image, "no buffer");
            CL10.clReleaseMemObject(image);
        }
    }

    /// Breaks if a device keeps what it has adopted, or hands it out when it is closed.
    @Test
    void whatIsLeftIsReleasedWhenTheDeviceIsClosed() {
        long buffer = buffer();
        AdoptedMemory memory = OpenCl.adopt(device, buffer);
        Holders.become(2, () -> references(buffer));
        device.close();
        Holders.become(1, () -> references(buffer));
        assertEquals(true, memory.released().isSettled());
        memory.close();
        assertThrows(IllegalStateException.class, () -> OpenCl.adopt(device, buffer));
    }
}
