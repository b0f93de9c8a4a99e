package dev.holdfast.sim.unruly;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One command that the device was given: how long it may be the first of its queue, what was tried
/// with it, and what the device said of it in the end.
public final class Charge implements Completion {
    private static final int IDLE_ANSWERS = 3;

    final QueueKind queue;
    final Command command;
    final Completion completion;
    private final Custody custody;

    /// How long it may be the first of its queue; 0 for ever.
    final long limitNanos;

    /// Since when it has been; told only of one that is the first, or was.
    private long firstSinceNanos;

    private boolean everFirst;
    private long reportedNanos;

    /// It ended while the device was busy with a reset for the sake of another.
    private boolean endedDuringReset;

    /// When the manager named it last; below zero if that was never.
    long namedNanos = -1;

    /// The driver threw an error when it took it: the manager does not know that it is there.
    boolean inDoubt;

    /// Somebody wanted whatever its queue was at to be taken, and that was it.
    boolean byHand;

    /// A reset that named it was answered well, and when.
    boolean taken;

    long takenNanos;

    /// A reset that named it was refused.
    boolean refused;

    /// How often the device has answered that there was nothing to take.
    int idleAnswers;

    private boolean reported;
    private @Nullable Fault fault;

    Charge(
            Custody custody,
            QueueKind queue,
            Command command,
            Completion completion,
            long limitNanos) {
        this.custody = custody;
        this.queue = queue;
        this.command = command;
        this.completion = completion;
        this.limitNanos = limitNanos;
    }

    /// The device says how it ended.
    @Override
    public void completed(@Nullable Fault with) {
        reported = true;
        fault = with;
        custody.reported(this);
        completion.completed(with);
    }

    /// What the device was given.
    public Command command() {
        return command;
    }

    /// True if the manager has named it to be taken, at `nanos` or after.
    public boolean isNamedSince(long nanos) {
        return namedNanos >= nanos;
    }

    /// True once the device has said how it ended.
    public boolean isReported() {
        return reported;
    }

    /// How it ended, as the device has it: badly for this reason, or well, or not yet.
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    void becomesFirst(long nowNanos) {
        everFirst = true;
        firstSinceNanos = nowNanos;
    }

    long firstSinceNanos() {
        return firstSinceNanos;
    }

    void endsAt(long nowNanos, boolean duringReset) {
        reportedNanos = nowNanos;
        endedDuringReset = duringReset;
    }

    /// True if it has been the first of its queue for longer than it may.
    boolean isOverdue(long nowNanos) {
        return everFirst && limitNanos > 0 && nowNanos - firstSinceNanos >= limitNanos;
    }

    /// True if at `nanos` it was the first of its queue and had been for longer than it may.
    public boolean wasOverdue(long nanos) {
        return isOverdue(nanos) && (!reported || reportedNanos >= nanos);
    }

    /// True if it ended at `nanos` or after, while a reset for the sake of another was under way:
    /// whoever wanted it taken next found that it had ended.
    public boolean hasEndedDuringReset(long nanos) {
        return reported && endedDuringReset && reportedNanos >= nanos;
    }

    /// True if everything was tried that there is, and it is still there.
    boolean isHopeless(long nowNanos) {
        boolean inVain = taken && nowNanos - takenNanos >= limitNanos;
        return !reported
                && isOverdue(nowNanos)
                && (refused || inVain || idleAnswers >= IDLE_ANSWERS);
    }

    @Override
    public String toString() {
        String what =
                switch (command) {
                    case Command.Launch launch -> "launch " + launch.scalars()[0];
                    case Command.Copy copy -> "a copy";
                    case Command.Fill fill -> "a fill";
                    case Command.Marker marker -> "a marker";
                };
        return what + " on " + queue.text();
    }
}
