package dev.holdfast.sim.unruly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.watch.Rudeness;
import dev.holdfast.sim.world.Chance;
import dev.holdfast.sim.world.SimClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is known of commands that the device has: since when each is overdue, and what a deaf queue
/// holds.
class CustodyTest {
    private static final long LIMIT = 1000;

    private final SimClock clock = new SimClock();
    private final Custody custody =
            new Custody(clock, new Verdict(), new Marks(), Journal.OFF, new NoLaunches(), LIMIT, 0);
    private final List<Completion> given = new ArrayList<>();

    private static final class NoLaunches implements LaunchBook {
        @Override
        public long limitNanos(Command.Launch launch) {
            return 0;
        }

        @Override
        public void given(Command.Launch launch, Charge charge) {}

        @Override
        public void taken(Command.Launch launch) {}

        @Override
        public void thrown(Command.Launch launch, Rudeness.Outburst outburst) {}

        @Override
        public void unstopped(Command.Launch launch) {}
    }

    private Charge marker(QueueKind queue) {
        return custody.given(queue, new Command.Marker(), fault -> {});
    }

    @Test
    void commandWasOverdueOnlyWhileItWasTheFirstOfItsQueue() {
        Charge first = marker(QueueKind.COMPUTE);
        Charge second = marker(QueueKind.COMPUTE);
        long began = clock.nanoTime();
        clock.pass(5 * LIMIT);
        assertFalse(first.wasOverdue(began + LIMIT - 1));
        assertTrue(first.wasOverdue(began + LIMIT));
        assertFalse(second.wasOverdue(clock.nanoTime()), "it is not the first");

        first.completed(null);
        long ended = clock.nanoTime();
        clock.pass(LIMIT);
        assertTrue(first.wasOverdue(ended));
        assertFalse(first.wasOverdue(ended + 1), "it had ended");
        assertFalse(second.wasOverdue(ended));
        assertTrue(second.wasOverdue(ended + LIMIT));
    }

    @Test
    void whoEndsWhileAnotherIsTakenIsToldFromWhoEndsByItself() {
        Charge guilty = marker(QueueKind.COPY_IN);
        Charge meanwhile = marker(QueueKind.COMPUTE);
        Charge later = marker(QueueKind.COMPUTE);
        long nanos = clock.nanoTime();
        custody.named(guilty);
        meanwhile.completed(null);
        custody.answered(guilty, new ResetOutcome.Reset());
        later.completed(null);
        assertTrue(meanwhile.hasEndedDuringReset(nanos));
        assertFalse(meanwhile.hasEndedDuringReset(nanos + 1), "it ended before");
        assertFalse(later.hasEndedDuringReset(nanos));
    }

    @Test
    void deafQueueSaysWhetherItHadAnythingToHandOn() {
        Rudeness polite = new Rudeness(new Chance(1), 0, true, new Marks());
        Temper deaf = new Temper(new Chance(1), 1, 0, false, () -> {});
        UnrulyQueue queue = new UnrulyQueue(new Noting(), custody, deaf, polite);
        queue.submit(new Command.Marker(), fault -> {});
        assertEquals(List.of(), given);
        assertTrue(queue.hearAgain());
        assertEquals(1, given.size());
        assertFalse(queue.hearAgain());
    }

    private final class Noting implements DeviceQueue {
        @Override
        public QueueKind kind() {
            return QueueKind.COMPUTE;
        }

        @Override
        public void submit(Command command, Completion completion) {
            given.add(completion);
        }
    }
}
