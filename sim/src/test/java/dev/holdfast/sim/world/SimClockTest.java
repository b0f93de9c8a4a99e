package dev.holdfast.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.SteadyTicker;
import dev.holdfast.device.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimClockTest {
    private final SimClock clock = new SimClock();
    private final List<String> log = new ArrayList<>();

    private Ticker.Alarm alarm(String name, long delayNanos) {
        return clock.schedule(delayNanos, () -> log.add(name));
    }

    private void runAll() {
        while (clock.hasAlarm()) {
            clock.runNext();
        }
    }

    @Test
    void alarmsRunInTheOrderOfTheirTimesAndThenOfAsking() {
        alarm("late", 30);
        alarm("first of two", 20);
        alarm("second of two", 20);
        alarm("soon", 10);
        runAll();
        assertEquals(List.of("soon", "first of two", "second of two", "late"), log);
    }

    @Test
    void manyAlarmsKeepTheOrder() {
        Chance chance = new Chance(1);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long delay = chance.below(100);
            clock.schedule(delay, () -> times.add(clock.nanoTime()));
        }
        runAll();
        assertEquals(times.stream().sorted().toList(), times);
        assertEquals(500, times.size());
    }

    @Test
    void anAlarmThatWasCalledOffDoesNotRun() {
        Ticker.Alarm never = alarm("never", 10);
        alarm("kept", 20);
        never.cancel();
        runAll();
        assertEquals(List.of("kept"), log);
        assertThrows(IllegalStateException.class, clock::runNext);
    }

    @Test
    void timePassesOnlyWhenItIsTold() {
        long before = clock.nanoTime();
        alarm("due", 100);
        assertFalse(clock.isDue());
        clock.pass(99);
        assertFalse(clock.isDue());
        clock.pass(1);
        assertTrue(clock.isDue());
        assertEquals(before + 100, clock.nanoTime());
        assertEquals(List.of(), log);
    }

    @Test
    void runningAnAlarmBeforeItsTimeMakesItThatTime() {
        long before = clock.nanoTime();
        alarm("jump", 1000);
        clock.runNext();
        assertEquals(before + 1000, clock.nanoTime());
    }

    @Test
    void aSliceOfALongLimitIsNotWaitedFor() {
        new SteadyTicker(clock).schedule(Duration.ofDays(1).toNanos(), () -> {});
        assertFalse(clock.hasAlarm());
        alarm("near", 1000);
        assertTrue(clock.hasAlarm());
    }
}
