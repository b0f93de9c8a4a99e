package dev.holdfast.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyTickerTest {
    private static final long MILLI = 1_000_000;

    private final World world = new World();
    private final SteadyTicker ticker = new SteadyTicker(world);
    private final List<String> rung = new ArrayList<>();

    /// A clock that may stand still with the whole process, and be set.
    private static final class World implements Ticker {
        private final List<Due> alarms = new ArrayList<>();
        private long trueNanos = 5_000;
        private long setBy;

        private record Due(long nanos, Runnable task) {}

        @Override
        public long nanoTime() {
            return trueNanos + setBy;
        }

        @Override
        public Alarm schedule(long delayNanos, Runnable task) {
            Due due = new Due(trueNanos + delayNanos, task);
            alarms.add(due);
            return () -> alarms.remove(due);
        }

        /// The process runs; every alarm rings `lateNanos` after its time.
        void run(long nanos, long lateNanos) {
            long end = trueNanos + nanos;
            while (true) {
                var next = alarms.stream().min(Comparator.comparingLong(Due::nanos));
                if (next.isEmpty() || next.get().nanos() + lateNanos > end) {
                    break;
                }
                alarms.remove(next.get());
                trueNanos = Math.max(trueNanos, next.get().nanos() + lateNanos);
                next.get().task().run();
            }
            trueNanos = Math.max(trueNanos, end);
        }

        void run(long nanos) {
            run(nanos, 0);
        }

        /// The process does not run.
        void pause(long nanos) {
            trueNanos += nanos;
        }
    }

    private Ticker.Alarm alarm(long delayNanos) {
        return ticker.schedule(delayNanos, () -> rung.add("rung"));
    }

    @Test
    void alarmRingsAtItsTime() {
        alarm(1000 * MILLI);
        world.run(1000 * MILLI - 1);
        assertEquals(List.of(), rung);
        world.run(1);
        assertEquals(List.of("rung"), rung);
        assertEquals(List.of(), world.alarms);
    }

    @Test
    void pauseIsNotCounted() {
        alarm(1000 * MILLI);
        world.run(50 * MILLI);
        world.pause(1700 * MILLI);
        world.run(900 * MILLI);
        assertEquals(List.of(), rung, "it has run for 950 ms");
        world.run(200 * MILLI);
        assertEquals(List.of("rung"), rung);
    }

    @Test
    void pauseThatEndsBeforeTheAlarmIsDueIsNotCountedEither() {
        alarm(1000 * MILLI);
        world.run(10 * MILLI);
        world.pause(980 * MILLI);
        world.run(800 * MILLI);
        assertEquals(List.of(), rung);
        world.run(300 * MILLI);
        assertEquals(List.of("rung"), rung);
    }

    @Test
    void timeDoesNotPassInPause() {
        alarm(1000 * MILLI);
        world.run(60 * MILLI);
        long before = ticker.nanoTime();
        world.pause(5000 * MILLI);
        assertEquals(before, ticker.nanoTime());
        world.run(5 * MILLI);
        assertEquals(before + 5 * MILLI, ticker.nanoTime());
    }

    @Test
    void everyPauseOfManyIsNobodysTime() {
        alarm(1000 * MILLI);
        for (int i = 0; i < 9; i++) {
            world.run(100 * MILLI);
            world.pause(1700 * MILLI);
        }
        assertEquals(List.of(), rung);
        world.run(1000 * MILLI);
        assertEquals(List.of("rung"), rung);
    }

    @Test
    void clockThatIsSetBackDelaysNothing() {
        alarm(1000 * MILLI);
        world.run(500 * MILLI);
        long before = ticker.nanoTime();
        world.setBy -= 3_600_000 * MILLI;
        assertTrue(ticker.nanoTime() >= before);
        world.run(700 * MILLI);
        assertEquals(List.of("rung"), rung);
        assertTrue(ticker.nanoTime() - before <= 700 * MILLI);
    }

    @Test
    void clockThatIsSetForwardHurriesNothing() {
        alarm(1000 * MILLI);
        world.run(500 * MILLI);
        world.setBy += 3_600_000 * MILLI;
        world.run(490 * MILLI);
        assertEquals(List.of(), rung);
        world.run(200 * MILLI);
        assertEquals(List.of("rung"), rung);
    }

    @Test
    void alarmThatIsAlwaysLateRingsAllTheSame() {
        alarm(1000 * MILLI);
        world.run(60_000 * MILLI, 400 * MILLI);
        assertEquals(List.of("rung"), rung);
    }

    @Test
    void cancelledAlarmDoesNotRing() {
        var first = alarm(1000 * MILLI);
        world.run(300 * MILLI);
        first.cancel();
        world.run(2000 * MILLI);
        assertEquals(List.of(), rung);
        assertEquals(List.of(), world.alarms);
    }

    @Test
    void timePassesWhileNoAlarmIsSet() {
        long before = ticker.nanoTime();
        world.run(3_600_000 * MILLI);
        assertEquals(before + 3_600_000 * MILLI, ticker.nanoTime());
        assertFalse(rung.contains("rung"));
    }
}
