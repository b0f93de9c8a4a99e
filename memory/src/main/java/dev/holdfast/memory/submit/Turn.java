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
/// his time is up. What is still in use then is like the memory of a command that was not stopped.
public final class Turn implements Outsider {
    private static final Fault LEFT =
            Fault.of(FaultKind.CANCELLED, "whoever was to use it no longer waited for that");

    private final String name;
    private final Ticker ticker;
    private final long limitNanos;
    private final SettableFence begun = new SettableFence();

    // guarded by this
    private @Nullable ScheduledCommand command;
    private List<BufferArgument> arguments = List.of();
    private Ticker.Alarm alarm = () -> {};
    private boolean left;
    private boolean ended;

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

    /// Where the objects are, in the order of the request; once it has begun.
    public synchronized List<BufferArgument> arguments() {
        return arguments;
    }

    @Override
    public void begins(ScheduledCommand scheduled, Command.Launch launch) {
        Fault never = null;
        synchronized (this) {
            command = scheduled;
            arguments = launch.arguments();
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

    /// The turn is over, well or with a fault; false if it was already. On any thread.
    public boolean end(Optional<Fault> fault) {
        ScheduledCommand ending;
        Ticker.Alarm set;
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
            set = alarm;
            ending = Objects.requireNonNull(command, "a turn ends that has not begun");
        }
        ending.completed(fault.orElse(null));
        ForeignCode.afterwards(set::cancel);
        return true;
    }

    private void expire() {
        Fault late =
                Fault.of(
                        FaultKind.DEADLINE_PASSED,
                        "\"" + name + "\" did not end within " + limitNanos / 1_000_000 + " ms");
        var _ =
                end(
                        Optional.of(
                                Fault.causedBy(
                                        FaultKind.UNSTOPPED,
                                        "\"" + name + "\" may still use its objects",
                                        late)));
    }

    @Override
    public String toString() {
        return "turn \"" + name + '"';
    }
}
