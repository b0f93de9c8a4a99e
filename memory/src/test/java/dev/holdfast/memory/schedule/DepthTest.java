package dev.holdfast.memory.schedule;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How many commands the driver is given ahead.
final class DepthTest {
    private long nanos;
    private final Depth depth = Depth.byTime(() -> nanos);

    private void end(int commands, long eachNanos) {
        for (int i = 0; i < commands; i++) {
            nanos += eachNanos;
            depth.ended();
        }
    }

    /// Breaks if a device that does short ones idles between them, or if a neighbour stands behind
    /// more than half a millisecond of long ones.
    @ParameterizedTest
    @CsvSource({"1000, 128", "10000, 50", "31250, 16", "1000000, 16"})
    void asManyAsTakeHalfAMillisecondWithinBounds(long eachNanos, int expected) {
        end(1600, eachNanos);
        assertEquals(expected, depth.commands());
    }

    @Test
    void whatGetsSlowIsGivenFewAgain() {
        end(1600, 1000);
        assertEquals(Depth.MOST, depth.commands());
        end(64, 100_000);
        assertEquals(Depth.LEAST, depth.commands());
    }

    /// Breaks if one look decides: long ones whose ends are told together look short.
    @Test
    void endsThatAreToldInABunchAreNotTakenForShortCommands() {
        for (int bunch = 0; bunch < 100; bunch++) {
            nanos += 32 * 40_000;
            end(32, 1);
            assertTrue(depth.commands() <= 20, () -> "of 40 µs each: " + depth.commands());
        }
    }

    /// Breaks if a device that rests for an hour is taken for a slow one long afterwards.
    @Test
    void aPauseIsSoonForgotten() {
        end(1600, 1000);
        nanos += 3_600_000_000_000L;
        end(16, 1000);
        assertEquals(Depth.LEAST, depth.commands());
        end(400, 1000);
        assertEquals(Depth.MOST, depth.commands());
    }

    @Test
    void aClockThatStandsStillSaysNothing() {
        end(1600, 0);
        assertEquals(Depth.LEAST, depth.commands());
    }

    @Test
    void theDriverHasAsManyAndCopiesAreAlwaysFew() {
        var rig = new ScheduleRig();
        for (int i = 0; i < 2000; i++) {
            rig.compute(i % 4096);
            rig.add(COPY_IN, i % 4096, 1);
        }
        assertEquals(Depth.LEAST, rig.held(COMPUTE).size());
        int copies = rig.held(COPY_IN).size();
        for (int i = 0; i < 800; i++) {
            rig.nanos += 1000;
            assertTrue(rig.device.complete(COMPUTE));
            assertTrue(rig.device.complete(COPY_IN));
        }
        assertEquals(Depth.MOST, rig.held(COMPUTE).size());
        assertEquals(copies, rig.held(COPY_IN).size());
        while (rig.held(COMPUTE).size() > Depth.LEAST) {
            rig.nanos += 1_000_000;
            assertTrue(rig.device.complete(COMPUTE));
        }
        for (int i = 0; i < 100; i++) {
            rig.nanos += 1_000_000;
            assertTrue(rig.device.complete(COMPUTE));
            assertEquals(Depth.LEAST, rig.held(COMPUTE).size());
        }
    }
}
