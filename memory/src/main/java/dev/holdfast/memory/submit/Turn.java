package dev.holdfast.memory.submit;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.schedule.Outsider;
import dev.holdfast.memory.schedule.ScheduledCommand;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The turn of a caller who uses objects by commands of his own: a submission whose command he is.
///
/// It begins when everything is there and nobody else is at it, and ends when he says so, or when
/// his time is up. What is still in use then is like the memory of a command that was not stopped,
/// until he says that he is through after all.
public final class Turn implements Outsider {
    private static final Fault LEFT =
            Fault.of(FaultKind.CANCELLED, "whoever was to use it no longer waited for that");

    private final String name;
    private final Ticker ticker;
    private final long limitNanos;
    private final SettableFence begun = new SettableFence();
    private final SettableFence expired = new SettableFence();
    private final SettableFence through = new SettableFence();

    // guarded by this
    private @Nullable ScheduledCommand command;
    private Command.@Nullable Launch launch;
    private List<BufferArgument> arguments = List.of();
    private Ticker.Alarm alarm = () -> {};
    private boolean left;
    private boolean ended;
    private boolean late;

    /// A turn that may last so long.
    public Turn(String name, Ticker ticker, long limitNanos) {
        this.name = name;
        this.ticker = ticker;
        this.limitNanos = limitNanos;
    }

    @Override
    public String name() {
        return name;
    }

    /// Settles well when the turn begins, badly if it never will.
    public Fence begun() {
        return begun;
    }

    /// Settles when its time is up, if that happens: what is in use may be in use still.
    public Fence expired() {
        return expired;
    }

    /// Settles when what was in use is not in use any more; also if it never was.
    public Fence through() {
        return through;
    }

    /// Where the objects are, in the order of the request; once it has begun.
    public synchronized List<BufferArgument> arguments() {
        return arguments;
    }

    @Override
    public void begins(ScheduledCommand scheduled, Command.Launch toDo) {
        Fault never = null;
        synchronized (this) {
            command = scheduled;
            launch = toDo;
            arguments = toDo.arguments();
            try {
                alarm = ticker.schedule(limitNanos, this::expire);
            } catch (Throwable thrown) {
                // nothing would end it
                ForeignCode.threw(thrown);
                never = Fault.of(FaultKind.CANCELLED, "there was no clock to limit it by");
            }
            never = left ? LEFT : never;
        }
        if (never == null) {
            begun.signal();
        } else {
            end(Optional.of(never));
        }
    }

    /// The submission has settled, as `result` says: if the turn has not begun, it never will.
    public void settled(Fence result) {
        begun.settleLike(result);
        if (!expired.isSettled()) {
            through.signal();
        }
    }

    /// Nobody waits for the turn any more: if it begins all the same, it ends at once.
    public void leave() {
        boolean begins;
        synchronized (this) {
            left = true;
            begins = command != null;
        }
        if (begins) {
            end(Optional.of(LEFT));
        }
    }

    /// The turn is over, well or with a fault. On any thread. After its time was up, what it keeps
    /// is given back, and the fault comes too late to matter.
    public void end(Optional<Fault> fault) {
        if (!finish(fault, false)) {
            endLate();
        }
    }

    /// False if it was over already.
    private boolean finish(Optional<Fault> fault, boolean timeIsUp) {
        ScheduledCommand ending;
        Ticker.Alarm set;
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
            late = timeIsUp;
            set = alarm;
            ending = Objects.requireNonNull(command, "a turn ends that has not begun");
        }
        if (timeIsUp) {
            expired.signal();
        }
        ending.completed(fault.orElse(null));
        ForeignCode.afterwards(set::cancel);
        return true;
    }

    private void endLate() {
        ScheduledCommand done;
        Command.Launch what;
        synchronized (this) {
            if (!late) {
                return;
            }
            late = false;
            done = Objects.requireNonNull(command);
            what = Objects.requireNonNull(launch);
        }
        done.endedAfterAll(what);
        through.signal();
    }

    private void expire() {
        Fault fault =
                Fault.of(
                        FaultKind.DEADLINE_PASSED,
                        "\"" + name + "\" did not end within " + limitNanos / 1_000_000 + " ms");
        Fault unstopped =
                Fault.causedBy(
                        FaultKind.UNSTOPPED,
                        "\"" + name + "\" may still use its objects, until its use is closed",
                        fault);
        var _ = finish(Optional.of(unstopped), true);
    }

    @Override
    public String toString() {
        return "turn \"" + name + '"';
    }
}
