package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.faulty.FaultyDevice;
import java.nio.IntBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;
import org.lwjgl.opencl.CL12;
import org.lwjgl.system.MemoryStack;

/// A device in somebody's own context, his buffers and his events.
class SteppingInTest {
    private final PlatformWorkers workers = new PlatformWorkers("stepping-in");
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
            assertEquals(0, error.get(0));
            queue = CL10.clCreateCommandQueue(context, first.id(), 0, error);
            assertEquals(0, error.get(0));
        }
        device = OpenCl.open(context, first.id(), DeviceOptions.of(1 << 20, 1 << 20), workers);
    }

    @AfterEach
    void close() {
        if (context != 0) {
            device.close();
            Holders.become(
                    1, () -> references(), "the context is the caller's again, and nobody else's");
            CL10.clReleaseCommandQueue(queue);
            CL10.clReleaseContext(context);
        }
        workers.close();
    }

    private long references() {
        // the queue has one
        return Query.number(
                        "clGetContextInfo",
                        (size, value, returned) ->
                                CL10.nclGetContextInfo(
                                        context,
                                        CL10.CL_CONTEXT_REFERENCE_COUNT,
                                        4,
                                        value,
                                        returned))
                - 1;
    }

    private long userEvent() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.mallocInt(1);
            long event = CL11.clCreateUserEvent(context, error);
            assertEquals(0, error.get(0));
            return event;
        }
    }

    @Test
    void aMarkerSettlesOnceAllBeforeItIsOver() throws Exception {
        assertTrue(OpenCl.marker(device, queue).await().isSettled());
    }

    @Test
    void anEventThatEndsWellIsAFenceThatDoes() throws Exception {
        long event = userEvent();
        Fence fence = OpenCl.fence(device, event);
        assertFalse(fence.isSettled());
        CL11.clSetUserEventStatus(event, CL10.CL_COMPLETE);
        fence.await().orThrow();
        CL10.clReleaseEvent(event);
    }

    /// Breaks on drivers that begin nothing before a flush, if nobody flushes.
    @Test
    void eventOfUnflushedQueueSettles() throws Exception {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer event = stack.mallocPointer(1);
            assertEquals(0, CL12.clEnqueueMarkerWithWaitList(queue, null, event));
            Fence fence = OpenCl.fence(device, event.get(0));
            fence.await().orThrow();
            CL10.clReleaseEvent(event.get(0));
        }
    }

    @Test
    void anEventThatEndsBadlyIsAFenceThatDoes() throws Exception {
        long event = userEvent();
        Fence fence = OpenCl.fence(device, event);
        CL11.clSetUserEventStatus(event, -5);
        assertEquals(FaultKind.FOREIGN_FAILED, fence.await().fault().orElseThrow().kind());
        CL10.clReleaseEvent(event);
    }

    @Test
    void whatIsNotOverWhenTheDeviceClosesFails() {
        long event = userEvent();
        Fence fence = OpenCl.fence(device, event);
        device.close();
        assertTrue(fence.isFailed());
        CL11.clSetUserEventStatus(event, CL10.CL_COMPLETE);
        CL10.clReleaseEvent(event);
    }

    @Test
    void misuseIsThrown() {
        long alignment = device.heaps().getFirst().alignmentBytes();
        var odd = new HeapRange(Device.DEVICE_HEAP, alignment / 2, 64);
        assertThrows(IllegalArgumentException.class, () -> OpenCl.buffer(device, odd));
        var host = new HeapRange(Device.HOST_HEAP, 0, 64);
        assertThrows(IllegalArgumentException.class, () -> OpenCl.buffer(device, host));
        var faulty = new FaultyDevice(device, FaultPlan.none(), workers);
        var good = new HeapRange(Device.DEVICE_HEAP, 0, 64);
        assertThrows(IllegalArgumentException.class, () -> OpenCl.buffer(faulty, good));
        try (ClBuffer buffer = OpenCl.buffer(device, good)) {
            assertEquals(64, buffer.sizeBytes());
            assertTrue(buffer.handle() != 0);
            buffer.close();
        }
        DeviceOptions tooMuch = DeviceOptions.of(1L << 60, 1 << 20);
        long clDevice = Installed.require().devices().getFirst().id();
        assertThrows(
                IllegalArgumentException.class,
                () -> OpenCl.open(context, clDevice, tooMuch, workers));
    }
}
