package dev.holdfast.memory.schedule;

import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.recorder.CommandLog;
import dev.holdfast.memory.testing.ManualDevice;
import java.util.List;

/// A schedule in front of a device that is stepped by hand. Commands are fills of one byte each,
/// told apart by where.
final class ScheduleRig {
    final ManualDevice device = new ManualDevice(4096, 4096, 4096);
    final Ledger ledger = new Ledger(Runnable::run);
    long nanos;
    final Schedule schedule;

    /// Up to sixteen launches are given at once: what waits, waits for something else.
    ScheduleRig() {
        this(Depth.fixed(16));
    }

    ScheduleRig(Depth launches) {
        schedule = new Schedule(ledger, device, CommandLog.NONE, () -> nanos, launches);
    }

    /// A command that is known by `number` when the device holds it.
    static Command numbered(int number) {
        return new Command.Fill(List.of(new HeapRange(0, number, 1)));
    }

    /// What the device holds, by number.
    List<Integer> held(QueueKind queue) {
        return device.held(queue).stream()
                .map(command -> (int) ((Command.Fill) command).targets().getFirst().offset())
                .toList();
    }

    ScheduledCommand add(QueueKind queue, int number, long client, Dependency... before) {
        try (var _ = ledger.enter()) {
            return schedule.add(queue, numbered(number), client, List.of(before));
        }
    }

    ScheduledCommand compute(int number, Dependency... before) {
        return add(QueueKind.COMPUTE, number, 1, before);
    }

    ScheduledCommand urgent(QueueKind queue, int number) {
        try (var _ = ledger.enter()) {
            return schedule.addUrgent(queue, numbered(number), 0, List.of());
        }
    }

    List<Fence> pending() {
        try (var _ = ledger.enter()) {
            return schedule.pending(Integer.MAX_VALUE);
        }
    }

    static Dependency data(ScheduledCommand earlier) {
        return Dependency.data(earlier.result());
    }

    static Dependency ordering(ScheduledCommand earlier) {
        return Dependency.ordering(earlier.result());
    }
}
