package dev.holdfast.memory.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.recorder.CommandLog;
import dev.holdfast.memory.recorder.FlightLog;
import dev.holdfast.memory.recorder.FlightRecorder;
import dev.holdfast.memory.recorder.Recording;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.testing.SteppedWorkers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the schedule tells of commands, and when: before the driver hears of them, and before those
/// who wait for them do.
final class WrittenBeforeTest {
    private final List<String> told = new ArrayList<>();
    private final ManualDevice device = new ManualDevice(4096, 4096, 4096);
    private final Ledger ledger = new Ledger(Runnable::run);
    private final Schedule schedule = new Schedule(ledger, device, new Lines());

    /// Says how many commands the driver had when it was told.
    private final class Lines implements CommandLog {
        @Override
        public void handedOver(long command, QueueKind queue) {
            told.add("over " + command + ", with driver " + device.held(queue).size());
        }

        @Override
        public void completed(long command, QueueKind queue, @Nullable FaultKind fault) {
            told.add("completed " + command + " " + fault);
        }

        @Override
        public void skipped(long command, QueueKind queue, FaultKind fault) {
            told.add("skipped " + command + " " + fault);
        }
    }

    private ScheduledCommand add() {
        try (var _ = ledger.enter()) {
            long expected = schedule.nextNumber();
            var command = schedule.add(QueueKind.COMPUTE, new Command.Marker(), 1, List.of());
            assertEquals(expected, command.number());
            return command;
        }
    }

    @Test
    void aHandOverIsWrittenDownBeforeTheDriverHasTheCommand() {
        add();
        add();

        assertEquals(List.of("over 0, with driver 0", "over 1, with driver 1"), told);
    }

    @Test
    void aCompletionIsWrittenDownBeforeItsFenceSettles() {
        ScheduledCommand command = add();
        command.result().onSettled(fence -> told.add("settled"));
        device.fail(QueueKind.COMPUTE);

        assertEquals(List.of("over 0, with driver 0", "completed 0 COPY_FAILED", "settled"), told);
    }

    @Test
    void whatTheDriverRefusesIsBothHandedOverAndCompleted() {
        device.refuse(true);
        add();

        assertEquals(List.of("over 0, with driver 0", "completed 0 COPY_FAILED"), told);
    }

    /// A known bug: the hand-over is written down once the driver has the command.
    private final class Late implements CommandLog {
        private final CommandLog log;
        private final List<Runnable> held = new ArrayList<>();

        Late(CommandLog log) {
            this.log = log;
        }

        @Override
        public void handedOver(long command, QueueKind queue) {
            held.add(() -> log.handedOver(command, queue));
        }

        @Override
        public void completed(long command, QueueKind queue, @Nullable FaultKind fault) {
            held.forEach(Runnable::run);
            held.clear();
            log.completed(command, queue, fault);
        }

        @Override
        public void skipped(long command, QueueKind queue, FaultKind fault) {
            log.skipped(command, queue, fault);
        }
    }

    /// How many commands a log has in flight that a driver has just been given its only one.
    private int inFlight(Path file, UnaryOperator<CommandLog> bug) throws IOException {
        var recording = new Recording(file, Recording.LEAST_BYTES);
        var ticker = new SteppedWorkers().ticker();
        try (var recorder = FlightRecorder.open(recording, "manual", ticker)) {
            var recorded = new Schedule(ledger, device, bug.apply(recorder));
            try (var _ = ledger.enter()) {
                recorded.add(QueueKind.COMPUTE, new Command.Marker(), 1, List.of());
            }
            assertEquals(1, device.held(QueueKind.COMPUTE).size());
            int found = FlightLog.read(file).inFlight().size();
            device.complete(QueueKind.COMPUTE);
            return found;
        }
    }

    @Test
    void aProcessThatDiesInTheDriverLeavesTheCommandInItsLog(@TempDir Path folder)
            throws IOException {
        assertEquals(1, inFlight(folder.resolve("log"), recorder -> recorder));
        assertEquals(0, inFlight(folder.resolve("late"), Late::new), "the known bug is not found");
    }
}
