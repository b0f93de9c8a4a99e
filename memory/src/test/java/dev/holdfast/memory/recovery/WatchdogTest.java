package dev.holdfast.memory.recovery;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static dev.holdfast.device.QueueKind.COPY_OUT;
import static dev.holdfast.memory.recovery.RecoveryRig.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.schedule.ScheduledCommand;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who takes too long is taken, nobody else is, and time counts from when it is one's turn.
class WatchdogTest {
    private final RecoveryRig rig = RecoveryRig.ofASecond();

    @Test
    @Scenario(value = "I15", breaks = "nobody looks whether a command ends")
    void aCommandThatDoesNotEndIsTakenAndThoseBehindItRun() {
        ScheduledCommand endless = rig.compute(1);
        ScheduledCommand behind = rig.compute(2);
        rig.seconds(0.999);
        assertEquals("open", outcome(endless));
        assertEquals(List.of(), rig.log);
        rig.seconds(0.001);
        assertEquals("REVOKED", outcome(endless));
        assertEquals(List.of("capture WATCHDOG of 0", "reset COMPUTE"), rig.log);
        assertEquals("open", outcome(behind));
        rig.device.completeAll();
        assertEquals("well", outcome(behind));
        assertEquals(1, rig.counters.get(Counter.RESETS));
        assertTrue(rig.isQuiet());
    }

    @Test
    @Scenario(
            value = {"I6", "I15"},
            breaks = "time is counted from the hand-over: who waits long for his turn is taken")
    void itsTimeCountsFromWhenItIsTheFirstOfItsQueue() {
        ScheduledCommand first = rig.compute(1);
        ScheduledCommand second = rig.compute(2);
        rig.seconds(0.9);
        rig.device.complete(COMPUTE);
        rig.seconds(0.9);
        assertEquals("well", outcome(first));
        assertEquals("open", outcome(second));
        rig.seconds(0.1);
        assertEquals("REVOKED", outcome(second));
        assertEquals(1, rig.counters.get(Counter.RESETS));
    }

    @Test
    @Scenario(value = "I15", breaks = "the alarm of the one before is the only one there is")
    void aLimitOfItsOwnTakesThePlaceOfTheOneForAll() {
        ScheduledCommand first = rig.add(COMPUTE, 1, Duration.ofSeconds(60));
        ScheduledCommand second = rig.add(COMPUTE, 2, Duration.ofMillis(100));
        rig.seconds(30);
        assertEquals("open", outcome(first));
        rig.device.complete(COMPUTE);
        rig.seconds(0.099);
        assertEquals("open", outcome(second));
        rig.seconds(0.001);
        assertEquals("REVOKED", outcome(second));
    }

    @Test
    @Scenario(value = "I15", breaks = "where nobody is watched, whoever wants to be is not either")
    void aLimitOfItsOwnHoldsWhereThereIsNoOther() {
        RecoveryRig unwatched = new RecoveryRig(Duration.ZERO, Duration.ZERO);
        ScheduledCommand free = unwatched.compute(1);
        unwatched.seconds(3600);
        assertEquals("open", outcome(free));
        assertEquals(0, unwatched.workers.alarms());
        unwatched.device.complete(COMPUTE);
        ScheduledCommand limited = unwatched.add(COMPUTE, 2, Duration.ofSeconds(1));
        unwatched.seconds(1);
        assertEquals("REVOKED", outcome(limited));
    }

    @Test
    void thereAreTwoAlarmsHoweverMuchIsUnderWayAndNoneOnceNothingIs() {
        for (int i = 0; i < 300; i++) {
            for (QueueKind queue : QueueKind.values()) {
                rig.add(queue, i, Duration.ofMillis(900 - i));
            }
            rig.workers.runUntilIdle();
            assertEquals(2, rig.workers.alarms(), "the next and the one that guards it");
        }
        while (rig.device.completeAll() > 0) {
            rig.workers.runUntilIdle();
            assertTrue(rig.workers.alarms() <= 2);
        }
        rig.workers.runToEnd();
        assertEquals(0, rig.workers.alarms());
        assertEquals(List.of(), rig.log);
    }

    @Test
    void aCommandThatEndsInTimeCostsNoLookAndNoAlarmOfItsOwn() {
        rig.compute(0);
        rig.workers.runUntilIdle();
        long steps = rig.workers.steps();
        for (int i = 1; i < 300; i++) {
            rig.device.complete(COMPUTE);
            rig.compute(i);
            rig.seconds(0.001);
        }
        rig.device.completeAll();
        assertEquals(0, rig.workers.steps() - steps);
        assertEquals(2, rig.workers.alarms());
        rig.workers.runToEnd();
        assertEquals(1, rig.workers.steps() - steps, "it rings once and finds nobody");
    }

    @Test
    @Scenario(
            value = {"I6", "6"},
            breaks = "a reset takes whatever runs by then, and that is the next one")
    void whoEndsJustBeforeTheResetCostsTheNextOneNothing() {
        ScheduledCommand slow = rig.compute(1);
        ScheduledCommand next = rig.compute(2);
        rig.device.onReset((queue, guilty) -> {
            rig.device.complete(queue);
            return rig.device.take(queue, guilty);
        });
        rig.seconds(1);
        assertEquals("well", outcome(slow));
        assertEquals("open", outcome(next));
        assertEquals(0, rig.counters.get(Counter.RESETS));
        rig.seconds(0.9);
        assertEquals("open", outcome(next), "its own time runs from there");
        rig.device.completeAll();
        assertEquals("well", outcome(next));
    }

    @Test
    @Scenario(value = "I9", breaks = "with one queue all are reset")
    void otherQueuesGoOn() {
        ScheduledCommand endless = rig.compute(1);
        ScheduledCommand in = rig.add(COPY_IN, 2, Duration.ZERO);
        ScheduledCommand out = rig.add(COPY_OUT, 3, Duration.ZERO);
        rig.seconds(0.5);
        rig.device.complete(COPY_IN);
        rig.device.complete(COPY_OUT);
        ScheduledCommand later = rig.add(COPY_IN, 4, Duration.ZERO);
        rig.seconds(0.6);
        assertEquals("REVOKED", outcome(endless));
        assertEquals(List.of("capture WATCHDOG of 0", "reset COMPUTE"), rig.log);
        assertEquals("well", outcome(in));
        assertEquals("well", outcome(out));
        assertEquals("open", outcome(later));
        rig.seconds(1);
        assertEquals("REVOKED", outcome(later));
    }

    @Test
    @Scenario(
            value = {"6", "7"},
            breaks = "the command is taken, and retires, before anybody has looked at it")
    void theCaptureHasBegunBeforeTheCommandIsTaken() {
        ScheduledCommand endless = rig.compute(1);
        endless.result().onSettled(settled -> rig.log.add("settled"));
        rig.seconds(1);
        assertEquals(List.of("capture WATCHDOG of 0", "reset COMPUTE", "settled"), rig.log);
    }
}
