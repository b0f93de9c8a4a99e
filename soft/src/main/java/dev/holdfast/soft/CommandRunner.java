package dev.holdfast.soft;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapKind;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.SourceLostException;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Does the work of a command on the calling thread. Whatever goes wrong in it, a kernel that
/// overflows its stack included, is a fault of this command and of nothing else.
///
/// @param device whose memory is moved
record CommandRunner(SoftDevice device) {
    /// Does `command` unless and until it is revoked; the answer is its fault.
    @Nullable Fault run(Command command, Revocation revocation) {
        try {
            return switch (command) {
                case Command.Copy copy -> copy(copy, revocation);
                case Command.Fill fill -> fill(fill, revocation);
                case Command.Launch launch -> launch(launch, revocation);
                case Command.Marker marker -> null;
            };
        } catch (SourceLostException gone) {
            return gone.fault(text(command));
        } catch (Throwable thrown) {
            return Fault.of(FaultKind.COPY_FAILED, text(command) + " failed: " + thrown);
        } finally {
            // also where a stack overflow skipped it
            revocation.exit();
        }
    }

    /// How long `command` wants to take at least.
    static long atLeastNanos(Command command) {
        return command instanceof Command.Launch launch
                ? ((SoftKernel) launch.kernel()).body().atLeastNanos(launch.scalars())
                : 0;
    }

    private @Nullable Fault copy(Command.Copy copy, Revocation revocation) {
        long bytesIn = 0;
        long bytesOut = 0;
        for (Transfer transfer : copy.transfers()) {
            HeapRange target = transfer.target();
            touch(target);
            boolean fromDevice = false;
            boolean moved;
            switch (transfer.source()) {
                case HeapRange source -> {
                    touch(source);
                    fromDevice = isDevice(source);
                    moved = copyHeap(source, target, revocation);
                }
                case CopySource.Lent lent -> moved = copyLent(lent, target, revocation);
            }
            if (!moved) {
                return revoked(copy);
            }
            if (isDevice(target) != fromDevice) {
                bytesIn += fromDevice ? 0 : target.sizeBytes();
                bytesOut += fromDevice ? target.sizeBytes() : 0;
            }
        }
        device.tally().copiedIn().add(bytesIn);
        device.tally().copiedOut().add(bytesOut);
        return null;
    }

    private boolean copyHeap(HeapRange source, HeapRange target, Revocation revocation) {
        HeapStore from = device.heap(source).store();
        HeapStore into = device.heap(target).store();
        long length = source.sizeBytes();
        for (long done = 0; done < length; ) {
            long at = source.offset() + done;
            long to = target.offset() + done;
            long tile = Math.min(length - done, Revocation.TILE_BYTES);
            tile = Math.min(tile, Math.min(from.run(at), into.run(to)));
            if (!revocation.enter()) {
                return false;
            }
            try {
                MemorySegment.copy(
                        from.segment(at),
                        at - from.base(at),
                        into.segment(to),
                        to - into.base(to),
                        tile);
            } finally {
                revocation.exit();
            }
            done += tile;
        }
        return true;
    }

    private boolean copyLent(CopySource.Lent source, HeapRange target, Revocation revocation) {
        HeapStore into = device.heap(target).store();
        long length = target.sizeBytes();
        for (long done = 0; done < length; ) {
            long to = target.offset() + done;
            long tile = Math.min(length - done, Revocation.TILE_BYTES);
            tile = Math.min(tile, into.run(to));
            if (!revocation.enter()) {
                return false;
            }
            try {
                source.read(done, into.segment(to), to - into.base(to), tile);
            } finally {
                revocation.exit();
            }
            done += tile;
        }
        return true;
    }

    private @Nullable Fault fill(Command.Fill fill, Revocation revocation) {
        for (HeapRange target : fill.targets()) {
            HeapStore store = device.heap(target).store();
            touch(target);
            for (long at = target.offset(); at < target.end(); ) {
                long tile =
                        Math.min(store.run(at), Math.min(target.end() - at, Revocation.TILE_BYTES));
                if (!revocation.enter()) {
                    return revoked(fill);
                }
                try {
                    store.segment(at).asSlice(at - store.base(at), tile).fill((byte) 0);
                } finally {
                    revocation.exit();
                }
                at += tile;
            }
            device.tally().cleared().add(target.sizeBytes());
        }
        return null;
    }

    private @Nullable Fault launch(Command.Launch launch, Revocation revocation) {
        KernelAccess access = new KernelAccess(device, launch, revocation);
        SoftKernel kernel = (SoftKernel) launch.kernel();
        try {
            kernel.body().run(access, launch.scalars());
        } catch (Throwable thrown) {
            if (access.fault() == null) {
                return Fault.of(FaultKind.KERNEL_FAILED, kernel + " threw " + thrown);
            }
        } finally {
            access.end();
        }
        String fault = access.fault();
        return fault == null ? null : Fault.of(FaultKind.KERNEL_FAILED, fault);
    }

    private void touch(HeapRange range) {
        if (range.sizeBytes() > 0 && isDevice(range)) {
            device.heap(range).touched().touch(range.offset(), range.sizeBytes());
        }
    }

    private boolean isDevice(HeapRange range) {
        return device.heap(range).info().kind() == HeapKind.DEVICE;
    }

    private static Fault revoked(Command command) {
        return Fault.of(FaultKind.REVOKED, text(command) + " was revoked");
    }

    /// A command in words, for faults.
    static String text(Command command) {
        return switch (command) {
            case Command.Copy copy -> "copy of " + copy.sizeBytes() + " bytes";
            case Command.Fill fill -> "fill of " + fill.sizeBytes() + " bytes";
            case Command.Launch(var kernel, var arguments, _, _, _) ->
                    kernel
                            + " on "
                            + arguments.size()
                            + " buffers"
                            + (arguments.isEmpty() ? "" : place(arguments.getFirst()));
            case Command.Marker marker -> "marker";
        };
    }

    private static String place(BufferArgument first) {
        return String.format(", the first at 0x%x", first.address());
    }
}
