package dev.holdfast.memory.schedule;

import dev.holdfast.device.QueueKind;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The commands of one queue that the driver has and has not reported, oldest first, and since when
/// the first of them has been the first. Under the ledger.
///
/// An in-order queue is at its first command, so one note of the time for the whole queue does for
/// all: none is taken of a command when it is handed over, and none at all where there is no limit.
final class WithDriver {
    private final Schedule schedule;
    private final QueueKind queue;
    private final ArrayDeque<ScheduledCommand> commands = new ArrayDeque<>();
    private @Nullable ScheduledCommand head;
    private long sinceNanos;

    WithDriver(Schedule schedule, QueueKind queue) {
        this.schedule = schedule;
        this.queue = queue;
    }

    int size() {
        return commands.size();
    }

    /// The command that the queue is at, as far as is known.
    @Nullable ScheduledCommand first() {
        return commands.peekFirst();
    }

    void add(ScheduledCommand command) {
        commands.addLast(command);
        if (head == null) {
            lookAtHead();
        }
    }

    void remove(ScheduledCommand command) {
        commands.remove(command);
        lookAtHead();
    }

    /// What the driver has not reported, oldest first.
    List<ScheduledCommand> unreported() {
        return commands.stream().filter(command -> !command.isReported()).toList();
    }

    @SuppressWarnings("ReferenceEquality") // the same command
    Standing standing() {
        Optional<ScheduledCommand> first =
                commands.stream().filter(command -> !command.isReported()).findFirst();
        // of a later one than the head it is not known yet since when: bookkeeping is on the way
        boolean timed = first.isPresent() && first.get() == head;
        return new Standing(
                queue, first, sinceNanos, timed ? limit(first.get()) : 0, commands.isEmpty());
    }

    /// Its time begins anew.
    void restart(long nowNanos) {
        sinceNanos = nowNanos;
    }

    @SuppressWarnings("ReferenceEquality") // the same command
    private void lookAtHead() {
        ScheduledCommand first = commands.peekFirst();
        if (first == head) {
            return;
        }
        head = first;
        long withinNanos = first == null ? schedule.watch().beatNanos() : limit(first);
        if (withinNanos > 0) {
            sinceNanos = schedule.watch().nanoTime();
            schedule.due(sinceNanos + withinNanos);
        }
    }

    private long limit(ScheduledCommand command) {
        return command.limitNanos() > 0 ? command.limitNanos() : schedule.watch().limitNanos();
    }
}
