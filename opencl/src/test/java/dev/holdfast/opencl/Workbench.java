package dev.holdfast.opencl;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.lwjgl.opencl.CL10;

/// One opened device of this module's own kind, and its insides. It holds on to the device's
/// context, so that it can be asked after the device has closed who else does.
final class Workbench implements AutoCloseable {
    static final long HEAP_BYTES = 8L << 20;

    final PlatformWorkers workers = new PlatformWorkers("opencl-test");
    final Session session;
    final OpenClDevice device;

    /// With everything as it is here.
    Workbench() {
        this(UnaryOperator.identity(), Completions.of("callback"), HEAP_BYTES);
    }

    /// With so much memory, on a device whose limits are what `limits` makes of them.
    Workbench(UnaryOperator<Limits> limits, Completions completions, long deviceBytes) {
        ClDevice first = Installed.require().devices().getFirst();
        session = Session.open(Installed.with(first, limits.apply(first.limits())));
        CL10.clRetainContext(session.context());
        device =
                Opening.open(
                        session, DeviceOptions.of(deviceBytes, HEAP_BYTES), completions, workers);
    }

    CompletableFuture<Optional<Fault>> submit(QueueKind queue, Command command) {
        CompletableFuture<Optional<Fault>> result = new CompletableFuture<>();
        device.queue(queue).submit(command, fault -> result.complete(Optional.ofNullable(fault)));
        return result;
    }

    static Optional<Fault> await(CompletableFuture<Optional<Fault>> result) {
        try {
            return result.get(60, TimeUnit.SECONDS);
        } catch (Exception thrown) {
            throw new AssertionError("the command did not complete", thrown);
        }
    }

    Optional<Fault> run(QueueKind queue, Command command) {
        return await(submit(queue, command));
    }

    void runWell(QueueKind queue, Command command) {
        run(queue, command)
                .ifPresent(fault -> {
                    throw new AssertionError(fault.toString());
                });
    }

    static Command.Launch launch(Kernel kernel, Dispatch dispatch, HeapRange... ranges) {
        List<BufferArgument> arguments = new ArrayList<>();
        for (HeapRange range : ranges) {
            arguments.add(new BufferArgument(0, List.of(range), range.sizeBytes(), true));
        }
        return new Command.Launch(
                kernel, arguments, new long[0], Optional.empty(), List.of(dispatch));
    }

    /// Ones over the first bytes of device memory, wherever an object is in it.
    static Command ones(long sizeBytes) {
        MemorySegment ones = Arena.ofAuto().allocate(sizeBytes).fill((byte) 1);
        return new Command.Copy(
                List.of(new Transfer(new CopySource.Lent(ones), onDevice(0, sizeBytes))));
    }

    static HeapRange onDevice(long offset, long sizeBytes) {
        return new HeapRange(Device.DEVICE_HEAP, offset, sizeBytes);
    }

    static HeapRange onHost(long offset, long sizeBytes) {
        return new HeapRange(Device.HOST_HEAP, offset, sizeBytes);
    }

    /// How many hold the device's context: this alone, once the device has closed.
    long contextHolders() {
        return holders(session);
    }

    static long holders(Session session) {
        return Query.number(
                "clGetContextInfo",
                (size, value, returned) ->
                        CL10.nclGetContextInfo(
                                session.context(),
                                CL10.CL_CONTEXT_REFERENCE_COUNT,
                                size,
                                value,
                                returned));
    }

    @Override
    public void close() {
        device.close();
        workers.close();
        CL10.clReleaseContext(session.context());
    }
}
