package dev.holdfast.memory.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.recorder.CommandLog;
import dev.holdfast.memory.testing.ManualDevice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
}
