package dev.holdfast.memory.recovery;

import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.capture.Capturing;
import dev.holdfast.memory.capture.Trigger;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.schedule.ScheduledCommand;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.testing.SteppedWorkers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A watched schedule in front of a device that is stepped by hand, in virtual time. Commands are
/// fills of one byte each, told apart by where.
final class RecoveryRig {
    static final long SECOND = 1_000_000_000L;

    final SteppedWorkers workers = new SteppedWorkers();
    final ManualDevice device = new ManualDevice(4096, 4096, 4096);
    final Ledger ledger = new Ledger(workers.worker("drain"));
    final Schedule schedule = new Schedule(ledger, device);
    final Counters counters = new Counters();

    /// What was done, in order: captures begun and queues reset.
    final List<String> log = new ArrayList<>();

    /// When the device is needed no more for captures.
    Fence fetched = Fence.signalled();

    final Recovery recovery;
    final Watchdog watchdog;

    /// Commands may take `limit` and queues idle for `beat`; a reset takes what it is asked to.
    RecoveryRig(Duration limit, Duration beat) {
        device.onReset((queue, guilty) -> {
            log.add("reset " + queue);
            return device.take(queue, guilty);
        });
        recovery = new Recovery(ledger, schedule, device, new Noted(), counters, List.of());
        watchdog = new Watchdog(ledger, schedule, recovery, workers, limit, beat);
        schedule.watchedBy(watchdog);
    }

    private final class Noted implements Capturing {
        @Override
        public void begin(Trigger trigger, Optional<Fault> fault, long guiltyCommand) {
            ledger.requireHeld();
            log.add("capture " + trigger + " of " + guiltyCommand);
        }

        @Override
        public Fence fetched() {
            ledger.requireHeld();
            return fetched;
        }
    }

    /// A rig whose commands may take a second.
    static RecoveryRig ofASecond() {
        return new RecoveryRig(Duration.ofSeconds(1), Duration.ZERO);
    }

    static Command numbered(int number) {
        return new Command.Fill(List.of(new HeapRange(0, number, 1)));
    }

    ScheduledCommand add(QueueKind queue, int number, Duration limit, Dependency... before) {
        try (var _ = ledger.enter()) {
            return schedule.add(queue, numbered(number), 1, List.of(before), limit.toNanos());
        }
    }

    ScheduledCommand compute(int number, Dependency... before) {
        return add(QueueKind.COMPUTE, number, Duration.ZERO, before);
    }

    /// Lets so many seconds pass.
    void seconds(double count) {
        workers.advance((long) (count * SECOND));
    }

    void beat(boolean wanted) {
        try (var _ = ledger.enter()) {
            watchdog.beat(wanted);
        }
    }

    static String outcome(ScheduledCommand command) {
        return !command.result().isSettled()
                ? "open"
                : command.result().fault().map(fault -> fault.kind().name()).orElse("well");
    }

    boolean isQuiet() {
        try (var _ = ledger.enter()) {
            return schedule.isIdle();
        }
    }
}
