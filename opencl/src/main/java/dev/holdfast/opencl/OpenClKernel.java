package dev.holdfast.opencl;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// A kernel in OpenCL C.
///
/// Setting its arguments changes the driver's object, so setting them and launching is one step,
/// under this object's lock; the driver keeps what they were.
final class OpenClKernel implements Kernel {
    private final OpenClDevice device;
    private final String name;
    private final String text;
    private final long handle;
    private final KernelShape shape;

    /// The kernel `handle`, which its program releases.
    OpenClKernel(OpenClDevice device, String name, long handle, KernelShape shape) {
        this.device = device;
        this.name = name;
        this.text = "kernel \"" + name + '"';
        this.handle = handle;
        this.shape = shape;
    }

    OpenClDevice device() {
        return device;
    }

    long handle() {
        return handle;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<List<KernelParameter>> parameters() {
        return Optional.of(shape.parameters());
    }

    @Override
    public OptionalLong mostGroupItems() {
        return OptionalLong.of(shape.mostGroupItems());
    }

    @Override
    public void check(Dispatch dispatch) {
        shape.check(text, dispatch);
    }

    /// How `launch` is spread, each time that it runs: as it says, or once over one work item.
    List<Dispatch> dispatchesOf(Command.Launch launch) {
        for (Dispatch dispatch : launch.dispatches()) {
            dispatch.slots().forEach(slot -> check(slot, launch.arguments().size()));
        }
        if (!launch.dispatches().isEmpty()) {
            return launch.dispatches();
        }
        List<Dispatch.Slot> slots = new ArrayList<>();
        for (int i = 0; i < launch.arguments().size(); i++) {
            slots.add(new Dispatch.Slot.Argument(i));
        }
        for (long scalar : launch.scalars()) {
            slots.add(Dispatch.Slot.Scalar.of(scalar));
        }
        return List.of(new Dispatch(List.of(1L), List.of(), slots));
    }

    private void check(Dispatch.Slot slot, int arguments) {
        if (slot instanceof Dispatch.Slot.Argument(int index)
                && (index < 0 || index >= arguments)) {
            throw new IllegalArgumentException(
                    "%s is to get buffer %d of %d".formatted(this, index, arguments));
        }
    }

    /// Hands a launch to the driver: its queue is in order, so one run begins when the one before
    /// has ended.
    synchronized void launch(Driver driver, Errand errand, Command.Launch launch) {
        try {
            for (Dispatch dispatch : dispatchesOf(launch)) {
                run(driver, errand, launch, dispatch);
            }
        } finally {
            forgetAdopted(launch);
        }
    }

    /// A driver may keep what its kernel was given referenced until it is given something else. Our
    /// own buffers end with the kernels at the latest; what is adopted is somebody else's, who
    /// wants it to be gone when he has released it.
    private void forgetAdopted(Command.Launch launch) {
        for (Dispatch dispatch : dispatchesOf(launch)) {
            for (int i = 0; i < dispatch.slots().size(); i++) {
                if (dispatch.slots().get(i) instanceof Dispatch.Slot.Argument(int argument)
                        && isAdopted(launch.arguments().get(argument))) {
                    setNull(i);
                }
            }
        }
    }

    private static boolean isAdopted(BufferArgument argument) {
        return argument.ranges().stream().anyMatch(AdoptedMemory::isAt);
    }

    private void setNull(int index) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            CL10.nclSetKernelArg(
                    handle, index, Long.BYTES, MemoryUtil.memAddress(stack.pointers(0L)));
        }
    }

    private void run(Driver driver, Errand errand, Command.Launch launch, Dispatch dispatch) {
        for (int i = 0; i < dispatch.slots().size(); i++) {
            set(i, dispatch.slots().get(i), errand, launch);
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long global = sizes(stack, dispatch.globalSizes());
            long local = sizes(stack, shape.groupsOf(dispatch));
            driver.call(
                    errand,
                    "clEnqueueNDRangeKernel",
                    event ->
                            CL10.nclEnqueueNDRangeKernel(
                                    driver.queue(),
                                    handle,
                                    dispatch.globalSizes().size(),
                                    0,
                                    global,
                                    local,
                                    0,
                                    0,
                                    event));
        }
    }

    private void set(int index, Dispatch.Slot slot, Errand errand, Command.Launch launch) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            int code =
                    switch (slot) {
                        case Dispatch.Slot.Argument(int argument) -> {
                            long buffer =
                                    take(Arguments.whole(launch.arguments().get(argument)), errand);
                            yield CL10.nclSetKernelArg(
                                    handle,
                                    index,
                                    Long.BYTES,
                                    MemoryUtil.memAddress(stack.pointers(buffer)));
                        }
                        case Dispatch.Slot.Scalar(long bits, int sizeBytes) ->
                                CL10.nclSetKernelArg(
                                        handle,
                                        index,
                                        sizeBytes,
                                        MemoryUtil.memAddress(stack.longs(bits)));
                        case Dispatch.Slot.Local(long sizeBytes) ->
                                CL10.nclSetKernelArg(handle, index, sizeBytes, 0);
                    };
            if (code != ClError.SUCCESS) {
                throw new ClException("clSetKernelArg " + index, code);
            }
        }
    }

    /// The buffer that is `range`; none, which is a null pointer in the kernel, if it is empty.
    private long take(HeapRange range, Errand errand) {
        if (range.sizeBytes() == 0) {
            return 0;
        }
        device.tally().touch(range);
        long buffer = device.subBuffers().take(range);
        errand.took(range);
        return buffer;
    }

    private static long sizes(MemoryStack stack, List<Long> sizes) {
        if (sizes.isEmpty()) {
            return 0;
        }
        PointerBuffer values = stack.callocPointer(sizes.size());
        for (int i = 0; i < sizes.size(); i++) {
            values.put(i, (long) sizes.get(i));
        }
        return MemoryUtil.memAddress(values);
    }

    @Override
    public String toString() {
        return text;
    }
}
