package dev.holdfast.memory.schedule;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How many commands the driver is given ahead.
final class DepthTest {
    private static final long LONG = 200_000_000;
    private static final int LONG_ONES = 1;
    private static final int NEIGHBOUR = 2;

    private final ScheduleRig rig = new ScheduleRig(Depth.byTime());

    private void add(int commands, int client) {
        for (int i = 0; i < commands; i++) {
            rig.add(COMPUTE, client, client);
        }
    }

    /// Completes what the driver is at, after so long.
    private void end(int commands, long eachNanos) {
        for (int i = 0; i < commands; i++) {
            rig.nanos += eachNanos;
            assertTrue(rig.device.complete(COMPUTE));
        }
    }

    private int given() {
        return rig.held(COMPUTE).size();
    }

    /// Breaks if a device that does short ones idles between them, or if a neighbour stands behind
    /// more than half a millisecond of long ones.
    @ParameterizedTest
    @CsvSource({"1000, 128", "10000, 51", "31250, 17", "250000, 3", "300000, 2", "1000000, 1"})
    void behindTheOneThatRunsAreAsManyAsTakeHalfAMillisecond(long eachNanos, int expected) {
        add(2000, LONG_ONES);
        end(1600, eachNanos);
        assertEquals(expected, given());
    }

    /// Breaks if kernels of which nothing is known are given ahead.
    @Test
    void longKernelsAreGivenOneAtATimeFromTheFirstOn() {
        add(60, LONG_ONES);
        for (int i = 0; i < 50; i++) {
            assertEquals(1, given());
            end(1, LONG);
        }
    }

    /// Breaks if a neighbour stands behind more than the long kernel that runs and the one whose
    /// turn is next.
    @Test
    void neighbourStandsBehindTwoLongKernelsAtMost() {
        add(1, NEIGHBOUR);
        end(1, 1000);
        add(60, LONG_ONES);
        add(1, NEIGHBOUR);
        assertEquals(List.of(LONG_ONES), rig.held(COMPUTE));
        end(1, LONG);
        assertEquals(List.of(LONG_ONES, NEIGHBOUR), rig.held(COMPUTE));
        end(1, LONG);
        end(1, 1000);
        assertEquals(List.of(LONG_ONES), rig.held(COMPUTE));
    }

    /// Breaks if the short kernels of one client make those of another pass for short.
    @Test
    void nothingIsConcludedFromOthers() {
        add(1600, NEIGHBOUR);
        end(1600, 1000);
        add(60, LONG_ONES);
        assertEquals(1, given());
        add(60, NEIGHBOUR);
        end(1, LONG);
        assertEquals(List.of(LONG_ONES, NEIGHBOUR), rig.held(COMPUTE));
    }

    /// Breaks if a few short kernels are taken for many.
    @Test
    void atMostAsManyAreAheadAsWereShortInARow() {
        add(600, LONG_ONES);
        for (int ended = 1; ended < 100; ended++) {
            end(1, 1000);
            assertTrue(given() <= 1 + ended, () -> given() + " are given");
        }
        end(200, 1000);
        assertEquals(Depth.MOST, given());
    }

    /// Breaks if kernels that turn out long are given ahead all the same.
    @Test
    void shortOnesThatTurnLongAreFoundOutAtTheFirst() {
        add(400, LONG_ONES);
        end(200, 1000);
        assertEquals(Depth.MOST, given());
        end(1, LONG);
        assertEquals(Depth.MOST - 1, given(), "what it has it has, and gets no more");
        end(Depth.MOST - 1, LONG);
        assertEquals(1, given());
    }

    /// Breaks if ends that are told together make long ones look short.
    @Test
    void endsThatAreToldInABunchAreNotTakenForShortCommands() {
        add(20_000, LONG_ONES);
        for (int bunch = 0; bunch < 300; bunch++) {
            int ends = given();
            rig.nanos += ends * 40_000L;
            end(ends, 0);
        }
        assertTrue(given() <= 30, () -> "of 40 µs each: " + given());
    }

    /// Breaks if a device that rests for an hour is taken for a slow one.
    @Test
    void whileTheQueueIdlesNothingTakesLong() {
        add(200, LONG_ONES);
        end(200, 1000);
        rig.nanos += 3_600_000_000_000L;
        add(300, LONG_ONES);
        assertEquals(Depth.MOST, given());
        end(1, 1000);
        assertEquals(Depth.MOST, given());
    }

    @Test
    void copiesAreAlwaysFew() {
        for (int i = 0; i < 2000; i++) {
            rig.add(COPY_IN, i, 1);
        }
        int copies = rig.held(COPY_IN).size();
        for (int i = 0; i < 800; i++) {
            rig.nanos += 1000;
            assertTrue(rig.device.complete(COPY_IN));
        }
        assertEquals(4, copies);
        assertEquals(copies, rig.held(COPY_IN).size());
    }

    /// Breaks if what clients have done is kept for good.
    @Test
    void clientsThatAreForgottenBeginAnew() {
        for (int client = 1; client <= 1000; client++) {
            add(1, client);
            end(1, 1000);
        }
        add(2, 1000);
        assertEquals(2, given());
        end(2, 1000);
        add(2, 1);
        assertEquals(1, given());
    }
}
