package dev.holdfast.opencl;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.SourceLostException;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command on its way: what the driver was asked to do for it, and what is kept until that is
/// over. Of memory that a caller lent it knows how much is still to be read. Owned by its queue's
/// worker from the moment at which it is begun.
final class Errand {
    private static final long[] NONE = {};

    private final Command command;
    private final Completion completion;
    private final boolean byHand;
    private final List<HeapRange> taken = new ArrayList<>(0);
    private final ArrayDeque<Transfer> lent = new ArrayDeque<>(0);
    private final ArrayDeque<Loan> loans = new ArrayDeque<>(0);
    private long[] events = NONE;
    private int count;
    private int seen;
    private @Nullable Fault fault;

    /// A piece of staging memory that the driver reads until so many events are over.
    private record Loan(MemorySegment piece, int events) {}

    /// `command`; `byHand` if the CPU does a part of it, with nothing of the queue's under way.
    Errand(Command command, Completion completion, boolean byHand) {
        this.command = command;
        this.completion = completion;
        this.byHand = byHand;
    }

    Command command() {
        return command;
    }

    boolean isByHand() {
        return byHand;
    }

    /// The driver was asked for a part of it, and tells by `event`.
    void add(long event) {
        if (count == events.length) {
            events = Arrays.copyOf(events, Math.max(1, 2 * count));
        }
        events[count++] = event;
    }

    /// A sub-buffer is taken until it is over.
    void took(HeapRange range) {
        taken.add(range);
    }

    /// Lent memory is to be read for it, a piece at a time.
    void reads(Transfer transfer) {
        if (transfer.target().sizeBytes() > 0) {
            lent.addLast(transfer);
        }
    }

    /// What is to be read next; null if nothing is any more.
    @Nullable Transfer nextLent() {
        return lent.peekFirst();
    }

    /// The first `sizeBytes` of that were read.
    void advance(long sizeBytes) {
        Transfer first = lent.removeFirst();
        long left = first.target().sizeBytes() - sizeBytes;
        if (left > 0 && first.source() instanceof CopySource.Lent(MemorySegment segment)) {
            var rest = new CopySource.Lent(segment.asSlice(sizeBytes));
            lent.addFirst(new Transfer(rest, first.target().slice(sizeBytes, left)));
        }
    }

    /// The driver reads `piece` for all that it was asked for so far.
    void borrows(MemorySegment piece) {
        loans.addLast(new Loan(piece, count));
    }

    /// True once the driver has been asked for all of it, or for as much as there will be.
    boolean isBegun() {
        return lent.isEmpty();
    }

    /// It fails, once what the driver has of it is over, which is all that it gets. The first fault
    /// stays.
    void fail(Fault fault) {
        lent.clear();
        if (this.fault == null) {
            this.fault = fault;
        }
    }

    /// True if nothing went wrong so far.
    boolean isWell() {
        return fault == null;
    }

    /// True if the driver has anything of it.
    boolean isWithDriver() {
        return count > 0;
    }

    /// How many events there are.
    int eventCount() {
        return count;
    }

    /// The event that is over last.
    long lastEvent() {
        return events[count - 1];
    }

    /// True if there is an event that is not known to be over.
    boolean hasNextEvent() {
        return seen < count;
    }

    /// The first event that is not known to be over.
    long nextEvent() {
        return events[seen];
    }

    /// Looks at its events in order; true if all of them are over.
    boolean look(Events source, Stages stages) {
        while (seen < count) {
            int status = source.status(events[seen]);
            if (status > Events.COMPLETE) {
                return false;
            }
            if (status < Events.COMPLETE) {
                fail(fault(status, "failed on the device: " + ClError.text(status)));
            }
            seen++;
            while (!loans.isEmpty() && loans.getFirst().events() <= seen) {
                stages.giveBack(loans.removeFirst().piece());
            }
        }
        return isBegun();
    }

    /// Lets go of everything but the command.
    void release(Events source, SubBuffers subBuffers) {
        for (int i = 0; i < count; i++) {
            source.release(events[i]);
        }
        taken.forEach(subBuffers::giveBack);
    }

    /// Tells whoever submitted.
    void complete() {
        completion.completed(fault);
    }

    /// A fault of it, of the kind that `code` means.
    Fault fault(int code, String what) {
        return Fault.of(
                code == ClError.DEVICE_NOT_AVAILABLE ? FaultKind.DEVICE_LOST : kind(),
                this + " " + what);
    }

    /// Its fault on a device that is lost.
    Fault lost(Fault cause) {
        return Fault.causedBy(FaultKind.DEVICE_LOST, this + " failed: the device is lost", cause);
    }

    Fault thrown(Throwable thrown) {
        if (thrown instanceof SourceLostException gone) {
            return gone.fault(toString());
        }
        int code = thrown instanceof ClException error ? error.code() : ClError.SUCCESS;
        String why = thrown instanceof ClException ? thrown.getMessage() : thrown.toString();
        return fault(code, "failed: " + why);
    }

    @Nullable Fault fault() {
        return fault;
    }

    private FaultKind kind() {
        return command instanceof Command.Launch ? FaultKind.KERNEL_FAILED : FaultKind.COPY_FAILED;
    }

    /// For people: `copy of 4096 bytes`.
    @Override
    public String toString() {
        return switch (command) {
            case Command.Copy copy -> "copy of " + copy.sizeBytes() + " bytes";
            case Command.Fill fill -> "fill of " + fill.sizeBytes() + " bytes";
            case Command.Launch launch ->
                    launch.kernel() + " on " + launch.arguments().size() + " buffers";
            case Command.Marker marker -> "marker";
        };
    }
}
