package dev.holdfast.soft;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapKind;
import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.KernelMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The memory of one launch. Every access is checked against the argument, the page table and the
/// revocation, tile by tile. It serves the thread that runs the kernel and ends with the launch: a
/// kernel that keeps it, or lends it to another thread, gets a fault and not memory.
final class KernelAccess implements KernelMemory {
    private final SoftDevice device;
    private final SoftKernel kernel;
    private final Revocation revocation;
    private final Thread runner = Thread.currentThread();
    private final List<BufferArgument> arguments;
    private final @Nullable SoftAddressSpace space;
    private final @Nullable ArgumentView[] views;

    private boolean ended;
    private @Nullable String fault;

    /// The memory of `launch`, for the current thread.
    KernelAccess(SoftDevice device, Command.Launch launch, Revocation revocation) {
        this.device = device;
        this.kernel = (SoftKernel) launch.kernel();
        this.revocation = revocation;
        this.arguments = launch.arguments();
        this.space = (SoftAddressSpace) launch.space().orElse(null);
        this.views = new ArgumentView[arguments.size()];
    }

    /// Allows nothing from now on.
    void end() {
        ended = true;
    }

    /// The first fault of the launch, if there was one: it counts also if the kernel caught it.
    @Nullable String fault() {
        return fault;
    }

    @Override
    public int arguments() {
        return arguments.size();
    }

    @Override
    public long sizeBytes(int argument) {
        return arguments.get(argument).sizeBytes();
    }

    @Override
    public long getLong(int argument, long offset) {
        ArgumentView view = checked(argument, offset, Long.BYTES, false);
        ArgumentView.Piece piece = piece(view, argument, offset, false);
        long at = piece.heapOffset() + offset - piece.from();
        if (run(piece, offset) < Long.BYTES) {
            byte[] bytes = new byte[Long.BYTES];
            read(argument, offset, bytes, 0, bytes.length);
            return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
        }
        HeapStore store = piece.heap().store();
        enter(piece, at, Long.BYTES);
        try {
            return store.segment(at).get(JAVA_LONG_UNALIGNED, at - store.base(at));
        } finally {
            revocation.exit();
        }
    }

    @Override
    public void putLong(int argument, long offset, long value) {
        ArgumentView view = checked(argument, offset, Long.BYTES, true);
        ArgumentView.Piece piece = piece(view, argument, offset, true);
        long at = piece.heapOffset() + offset - piece.from();
        if (run(piece, offset) < Long.BYTES) {
            byte[] bytes = new byte[Long.BYTES];
            ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putLong(value);
            write(argument, offset, bytes, 0, bytes.length);
            return;
        }
        HeapStore store = piece.heap().store();
        enter(piece, at, Long.BYTES);
        try {
            store.segment(at).set(JAVA_LONG_UNALIGNED, at - store.base(at), value);
        } finally {
            revocation.exit();
        }
    }

    @Override
    public void read(int argument, long offset, long[] target, int from, int count) {
        Objects.checkFromIndexSize(from, count, target.length);
        move(argument, offset, target, JAVA_LONG_UNALIGNED, from, count, false);
    }

    @Override
    public void write(int argument, long offset, long[] source, int from, int count) {
        Objects.checkFromIndexSize(from, count, source.length);
        move(argument, offset, source, JAVA_LONG_UNALIGNED, from, count, true);
    }

    @Override
    public void read(int argument, long offset, byte[] target, int from, int count) {
        Objects.checkFromIndexSize(from, count, target.length);
        move(argument, offset, target, JAVA_BYTE, from, count, false);
    }

    @Override
    public void write(int argument, long offset, byte[] source, int from, int count) {
        Objects.checkFromIndexSize(from, count, source.length);
        move(argument, offset, source, JAVA_BYTE, from, count, true);
    }

    private void move(
            int argument,
            long offset,
            Object array,
            ValueLayout layout,
            int from,
            int count,
            boolean write) {
        int unit = (int) layout.byteSize();
        ArgumentView view = checked(argument, offset, (long) count * unit, write);
        int done = 0;
        while (done < count) {
            long at = offset + (long) done * unit;
            ArgumentView.Piece piece = piece(view, argument, at, write);
            long run = Math.min(run(piece, at), Revocation.TILE_BYTES);
            int elements = (int) Math.min(count - done, run / unit);
            if (elements == 0) {
                straddle(argument, at, (long[]) array, from + done, write);
                elements = 1;
            } else {
                tile(piece, at, array, layout, from + done, elements, write);
            }
            done += elements;
        }
    }

    private void tile(
            ArgumentView.Piece piece,
            long offset,
            Object array,
            ValueLayout layout,
            int from,
            int count,
            boolean write) {
        long at = piece.heapOffset() + offset - piece.from();
        HeapStore store = piece.heap().store();
        enter(piece, at, count * layout.byteSize());
        try {
            MemorySegment segment = store.segment(at);
            long within = at - store.base(at);
            if (write) {
                MemorySegment.copy(array, from, segment, layout, within, count);
            } else {
                MemorySegment.copy(segment, layout, within, array, from, count);
            }
        } finally {
            revocation.exit();
        }
    }

    /// Moves a word whose bytes are in two pieces.
    private void straddle(int argument, long offset, long[] array, int index, boolean write) {
        if (write) {
            putLong(argument, offset, array[index]);
        } else {
            array[index] = getLong(argument, offset);
        }
    }

    private static long run(ArgumentView.Piece piece, long offset) {
        long at = piece.heapOffset() + offset - piece.from();
        return Math.min(piece.to() - offset, piece.heap().store().run(at));
    }

    private void enter(ArgumentView.Piece piece, long at, long length) {
        if (!revocation.enter()) {
            throw fail(kernel + " has been revoked");
        }
        if (piece.heap().info().kind() == HeapKind.DEVICE) {
            piece.heap().touched().touch(at, length);
        }
    }

    private ArgumentView checked(int argument, long offset, long length, boolean write) {
        if (ended || !Thread.currentThread().equals(runner)) {
            throw new KernelFaultException(
                    kernel + " touched memory outside of its launch or from another thread");
        }
        ArgumentView view = argument >= 0 && argument < views.length ? views[argument] : null;
        if (view == null) {
            view = open(argument);
        }
        if (offset < 0 || length > view.sizeBytes() - offset) {
            throw fail(
                    what(write, argument, offset, length)
                            + ", which has "
                            + view.sizeBytes()
                            + " bytes");
        }
        if (write && !view.writable()) {
            throw fail(what(true, argument, offset, length) + ", which it was given to read");
        }
        return view;
    }

    private ArgumentView open(int argument) {
        if (argument < 0 || argument >= views.length) {
            throw fail(kernel + " has no argument " + argument + ", only " + views.length);
        }
        ArgumentView view = new ArgumentView(device, arguments.get(argument), space);
        views[argument] = view;
        return view;
    }

    private ArgumentView.Piece piece(ArgumentView view, int argument, long offset, boolean write) {
        ArgumentView.Piece piece = view.piece(offset);
        if (piece != null && (piece.writable() || !write)) {
            return piece;
        }
        String address = String.format("address 0x%x", view.address() + offset);
        String place = " (argument " + argument + " at offset " + offset + ")";
        throw fail(
                kernel
                        + (write ? " wrote " : " read ")
                        + address
                        + place
                        + (piece == null ? ", which is not mapped" : ", which is read-only"));
    }

    private String what(boolean write, int argument, long offset, long length) {
        return kernel
                + (write ? " wrote " : " read ")
                + length
                + " bytes at offset "
                + offset
                + " of argument "
                + argument;
    }

    private KernelFaultException fail(String message) {
        if (fault == null) {
            fault = message;
        }
        return new KernelFaultException(message);
    }
}
