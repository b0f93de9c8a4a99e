package dev.holdfast.memory;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.submit.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Objects in use by a caller's own commands, on a queue of his own.
///
/// Until it is closed they stay where they are, and whoever else wants them waits, as behind any
/// work: readers behind one who writes, writers behind everybody. Nobody else waits. It has a time
/// limit; what has not ended by then counts as a command that could not be stopped: what it was to
/// write is lost by name, and its memory is handed to nobody until the use has ended after all. Its
/// client is given no other use before that.
public final class Use implements AutoCloseable {
    private final Turn turn;
    private final List<BufferHandle> handles;
    private boolean closing;

    Use(Turn turn, List<BufferHandle> handles) {
        this.turn = turn;
        this.handles = handles;
    }

    /// Where the bytes of an object are, in order: one range, on devices where an object is one.
    /// Throws [IllegalArgumentException] for one that is not in use.
    public List<HeapRange> ranges(BufferHandle handle) {
        BufferArgument argument = argument(handle);
        long left = argument.sizeBytes();
        List<HeapRange> ranges = new ArrayList<>(argument.ranges().size());
        for (HeapRange range : argument.ranges()) {
            long length = Math.min(left, range.sizeBytes());
            if (length > 0) {
                ranges.add(range.slice(0, length));
            }
            left -= length;
        }
        return List.copyOf(ranges);
    }

    /// Where kernels find an object in its client's address space; 0 on devices without.
    public long address(BufferHandle handle) {
        return argument(handle).address();
    }

    private BufferArgument argument(BufferHandle handle) {
        int index = handles.indexOf(handle);
        if (index < 0) {
            throw new IllegalArgumentException(handle + " is not part of this use");
        }
        return turn.arguments().get(index);
    }

    /// Ends the use when `done` settles, which is when the caller's commands touch the objects no
    /// more. If it settles badly, what was to be written carries that fault, as after a kernel that
    /// failed. After the time limit the content stays lost, and the memory goes round again. Does
    /// not wait. Throws [IllegalStateException] the second time.
    public void close(Fence done) {
        if (!tryClose()) {
            throw new IllegalStateException(turn + " is closed already");
        }
        if (!done.onSettled(Consequence.of(this::end))) {
            end(done);
        }
    }

    /// Ends the use now; harmless where it was closed before.
    @Override
    public void close() {
        if (tryClose()) {
            end(Fence.signalled());
        }
    }

    private synchronized boolean tryClose() {
        boolean first = !closing;
        closing = true;
        return first;
    }

    private void end(Fence done) {
        Optional<Fault> fault =
                done.fault()
                        .map(cause ->
                                Fault.causedBy(FaultKind.FOREIGN_FAILED, turn + " failed", cause));
        turn.end(fault);
    }
}
