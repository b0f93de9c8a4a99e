package dev.holdfast.memory.capture.making;

import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.capture.CaptureLimits;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.region.Slices;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The second phase of a capture: reads what the notes have a grip on, one object after the other
/// and one piece of at most 1 MiB a task, so that everybody else gets a turn in between.
///
/// The worker's alone, without the ledger. An object is let go when its last piece is read, before
/// the next one is begun; what goes wrong with one stays with it.
final class Reading implements Runnable, Bounce.Passenger {
    private static final long MOST_BYTES = Bytes.mebi(1);

    /// One copy through the device may take this share of the time that all of it may take.
    private static final int SHARE_OF_TIME = 5;

    private final Notes notes;
    private final CaptureLimits limits;
    private final Device device;
    private final Ticker ticker;
    private final Bounce bounce;
    private final Executor worker;
    private final Reserve reserve;
    private final Runnable finished;

    private boolean underWay;
    private int next;
    private long at;
    private long leftBytes;
    private long endNanos;
    private Ticker.Alarm end = () -> {};
    private MemorySegment target = MemorySegment.NULL;
    private List<MemorySegment> pieces = new ArrayList<>();

    /// A reading of `notes`, begun with [#begin]; `finished` is called on the worker once nothing
    /// is left to be read.
    Reading(
            Notes notes,
            CaptureLimits limits,
            Device device,
            Ticker ticker,
            Bounce bounce,
            Executor worker,
            Reserve reserve,
            Runnable finished) {
        this.notes = notes;
        this.limits = limits;
        this.device = device;
        this.ticker = ticker;
        this.bounce = bounce;
        this.worker = worker;
        this.reserve = reserve;
        this.finished = finished;
    }

    /// Starts to read, for a capture that began at `nanos`. Outside the ledger.
    ///
    /// Nobody has to be called when its time is up; but a pause of the process is noticed only
    /// while an alarm is set.
    void begin(long nanos) {
        underWay = true;
        next = 0;
        at = 0;
        leftBytes = limits.sizeBytes();
        endNanos = nanos + limits.time().toNanos();
        end = ticker.schedule(limits.time().toNanos(), () -> {});
        goOn();
    }

    private void goOn() {
        try {
            worker.execute(this);
        } catch (RejectedExecutionException shutDown) {
            // nobody is there to read: what has been read is all there is
            while (next < notes.objectCount()) {
                cut(Contents.Why.TIMED_OUT, "there was no worker to read it");
            }
            finish();
        }
    }

    private void finish() {
        if (underWay) {
            underWay = false;
            end.cancel();
            finished.run();
        }
    }

    @Override
    public void run() {
        if (next == notes.objectCount()) {
            finish();
        } else {
            guarded(() -> step(notes.object(next)));
        }
    }

    /// Takes a step, and goes on if it says so. What it throws costs the object that it was at,
    /// whole, and nothing else; what is thrown once that was through is not the object's.
    private void guarded(BooleanSupplier step) {
        int before = next;
        boolean more = true;
        try {
            more = step.getAsBoolean();
        } catch (VirtualMachineError none) {
            failed(before, Missing.NO_ROOM);
        } catch (RuntimeException thrown) {
            failed(before, Missing.unreadable(thrown));
        } finally {
            if (more) {
                goOn();
            }
        }
    }

    private void failed(int index, Contents why) {
        if (next == index) {
            done(why);
        }
    }

    /// Reads the next piece of an object, or ends it; false if the rest of the step is yet to come.
    private boolean step(ObjectNote note) {
        Contents obstacle = at == 0 ? note.obstacle() : null;
        if (obstacle != null) {
            done(obstacle);
            return true;
        }
        if (ticker.nanoTime() - endNanos >= 0) {
            cut(Contents.Why.TIMED_OUT, "the capture had taken " + limits.time());
            return true;
        }
        if (leftBytes == 0) {
            cut(
                    Contents.Why.OVER_LIMIT,
                    "the capture had read " + Bytes.format(limits.sizeBytes()));
            return true;
        }
        long most = Math.min(MOST_BYTES, Math.min(note.sizeBytes() - at, leftBytes));
        target = reserve.take(most);
        if (target.byteSize() == 0) {
            done(pieces.isEmpty() ? Missing.NO_ROOM : Missing.noMoreRoom(pieces));
            return true;
        }
        if (lost(note).isPresent()) {
            cutByLoss(note);
        } else if (readByCpu(note.ranges, target)) {
            if (lost(note).isPresent()) {
                // what was read last may be anything
                cutByLoss(note);
            } else {
                add(note, target);
            }
        } else {
            return fetch(note);
        }
        return true;
    }

    /// Reads what begins at [#at] if the CPU can see all of it. The copy is what a fence waits for:
    /// nothing in it may block.
    private boolean readByCpu(List<HeapRange> ranges, MemorySegment target) {
        List<HeapRange> sources = Slices.of(ranges, at, target.byteSize());
        long filled = 0;
        try (var _ = SignallingSection.enter()) {
            for (HeapRange source : sources) {
                Optional<MemorySegment> view = device.hostView(source);
                if (view.isEmpty()) {
                    return false;
                }
                target.asSlice(filled, source.sizeBytes()).copyFrom(view.get());
                filled += source.sizeBytes();
            }
        }
        return true;
    }

    private boolean fetch(ObjectNote note) {
        Optional<String> obstacle = bounce.obstacle();
        if (obstacle.isPresent()) {
            done(new Contents.Missing(Contents.Why.UNREADABLE, obstacle.get()));
            return true;
        }
        target = reserve.shorten(target, bounce.sizeBytes());
        long length = target.byteSize();
        long leftNanos = endNanos - ticker.nanoTime();
        long withinNanos = Math.min(leftNanos, limits.time().toNanos() / SHARE_OF_TIME);
        bounce.fetch(
                Objects.requireNonNull(note.object),
                Slices.of(note.ranges, at, length),
                Objects.requireNonNull(note.takeGrip(), "reading what nobody holds"),
                withinNanos,
                this);
        return false;
    }

    @Override
    public void arrived(HeapRange bytes, Grip grip, @Nullable Fault fault) {
        ObjectNote note = notes.object(next);
        note.grip = grip;
        guarded(() -> {
            take(note, bytes, fault);
            return true;
        });
    }

    @Override
    public void late() {
        cut(Contents.Why.TIMED_OUT, "a copy of it, ahead of everything queued, did not end");
        goOn();
    }

    private void take(ObjectNote note, HeapRange bytes, @Nullable Fault fault) {
        if (fault == null) {
            try (var _ = SignallingSection.enter()) {
                target.copyFrom(device.hostView(bytes).orElseThrow());
            }
            add(note, target);
        } else if (fault.kind() == FaultKind.DEVICE_LOST || lost(note).isPresent()) {
            cutByLoss(note);
        } else {
            done(
                    new Contents.Missing(
                            Contents.Why.UNREADABLE,
                            "the CPU does not see it, and its copy failed: " + fault));
        }
    }

    private void add(ObjectNote note, MemorySegment piece) {
        pieces.add(piece.asReadOnly());
        at += piece.byteSize();
        leftBytes -= piece.byteSize();
        if (at == note.sizeBytes()) {
            done(new Contents.Present(pieces, false, ""));
        }
    }

    /// The fault of the device, if it is lost and what is read is in its memory.
    private Optional<Fault> lost(ObjectNote note) {
        return note.ranges.getFirst().heap() == Device.DEVICE_HEAP
                ? device.lost()
                : Optional.empty();
    }

    private void cutByLoss(ObjectNote note) {
        cut(Contents.Why.LOST, lost(note).map(Fault::toString).orElse("the device is lost"));
    }

    /// Ends an object with what has been read of it.
    private void cut(Contents.Why why, String note) {
        done(
                pieces.isEmpty()
                        ? new Contents.Missing(why, note)
                        : new Contents.Present(pieces, true, note));
    }

    private void done(Contents contents) {
        ObjectNote note = notes.object(next);
        note.contents = contents;
        next++;
        at = 0;
        pieces = new ArrayList<>();
        target = MemorySegment.NULL;
        note.letGo();
    }
}
