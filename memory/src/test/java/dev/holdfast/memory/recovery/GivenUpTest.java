package dev.holdfast.memory.recovery;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static dev.holdfast.device.QueueKind.COPY_OUT;
import static dev.holdfast.memory.recovery.RecoveryRig.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.schedule.ScheduledCommand;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A device that does not let go: every fence settles all the same, once, and what it still has is
/// not taken for over.
class GivenUpTest {
    private final RecoveryRig rig = RecoveryRig.ofASecond();

    private void resetIsNotPossible() {
        rig.device.onReset((queue, guilty) -> new ResetOutcome.NotPossible("by hand"));
    }

    private static Dependency behind(ScheduledCommand earlier) {
        return Dependency.ordering(earlier.over());
    }

    @Test
    @Scenario(
            value = {"I1", "I11"},
            breaks = "a device that cannot be reset is waited for, and its fences never settle")
    void whatItHasIsUnstoppedAndWhatItWasNotGivenFailsWithTheDevice() {
        resetIsNotPossible();
        ScheduledCommand endless = rig.compute(1);
        ScheduledCommand handedOver = rig.compute(2);
        rig.seconds(0.5);
        ScheduledCommand elsewhere = rig.add(COPY_OUT, 3, Duration.ZERO);
        ScheduledCommand waiting = rig.add(COPY_IN, 4, Duration.ZERO, behind(endless));
        List<ScheduledCommand> crowd = new ArrayList<>();
        for (int i = 10; i < 40; i++) {
            crowd.add(rig.compute(i));
        }
        rig.seconds(0.5);
        assertEquals("UNSTOPPED", outcome(endless));
        assertEquals("UNSTOPPED", outcome(handedOver));
        assertEquals("UNSTOPPED", outcome(elsewhere));
        assertEquals("DEVICE_LOST", outcome(waiting));
        assertEquals("DEVICE_LOST", outcome(crowd.getLast()), "there was no room for it");
        assertEquals(16 + 1, rig.counters.get(Counter.FORCED));
        assertEquals(List.of("capture WATCHDOG of 0"), rig.log);
        assertTrue(rig.isQuiet());
    }

    @Test
    @Scenario(value = "I1", breaks = "work is handed to a device that was given up")
    void whatIsAddedLaterFailsAtOnceAndIsHandedToNobody() {
        resetIsNotPossible();
        rig.compute(1);
        rig.seconds(1);
        int held = rig.device.held(COMPUTE).size();
        ScheduledCommand later = rig.compute(2);
        assertEquals("DEVICE_LOST", outcome(later));
        Fault fault = later.result().fault().orElseThrow();
        assertEquals(FaultKind.DEADLINE_PASSED, fault.root().kind(), fault::toString);
        assertTrue(fault.toString().contains("by hand"), fault::toString);
        assertEquals(held, rig.device.held(COMPUTE).size());
        assertTrue(rig.isQuiet());
    }

    @Test
    @Scenario(value = "I3", breaks = "what waits for something outside hangs for ever, or begins")
    void whatWaitsForSomethingForeignSettlesWhenThatDoes() {
        resetIsNotPossible();
        SettableFence foreign = new SettableFence();
        ScheduledCommand corked = rig.add(COPY_IN, 1, Duration.ZERO, Dependency.ordering(foreign));
        rig.compute(2);
        rig.seconds(1);
        assertEquals("open", outcome(corked));
        foreign.signal();
        rig.workers.runUntilIdle();
        assertEquals("DEVICE_LOST", outcome(corked));
        assertEquals(List.of(), rig.device.held(COPY_IN));
    }

    @Test
    @Scenario(
            value = {"I3", "34"},
            breaks = "a copy of lost content failed with the device, and is repaired from there")
    void whatNeedsSomethingThatFailedSaysSoEvenThen() {
        resetIsNotPossible();
        SettableFence source = new SettableFence();
        ScheduledCommand copy = rig.add(COPY_IN, 1, Duration.ZERO, Dependency.data(source));
        rig.compute(2);
        rig.seconds(1);
        source.fail(Fault.of(FaultKind.CONTENT_LOST, "by hand"));
        rig.workers.runUntilIdle();
        assertEquals("DEPENDENCY_FAILED", outcome(copy));
    }

    @Test
    @Scenario(value = "I11", breaks = "a report that comes after all settles a fence twice")
    void lateReportsAreIgnored() {
        resetIsNotPossible();
        ScheduledCommand endless = rig.compute(1);
        ScheduledCommand behind = rig.compute(2);
        rig.seconds(1);
        assertEquals(2, rig.device.completeAll());
        assertEquals("UNSTOPPED", outcome(endless));
        assertEquals("UNSTOPPED", outcome(behind));
        assertTrue(rig.isQuiet());
    }

    @Test
    @Scenario(
            value = {"44", "10"},
            breaks = "with the result the memory counts as free, though the device has it still")
    void onlyTheResultIsForcedAndTheRestWaitsForTheConsequences() {
        resetIsNotPossible();
        List<Command> told = new ArrayList<>();
        ScheduledCommand endless = rig.compute(1);
        // the device reports, of all times, now
        endless.result().onSettled(settled -> rig.device.complete(COMPUTE));
        rig.schedule.onUnstopped((command, fault) -> {
            assertTrue(endless.result().isFailed());
            assertFalse(endless.over().isSettled());
            told.add(command);
        });
        rig.seconds(1);
        assertEquals(List.of(RecoveryRig.numbered(1)), told);
        assertTrue(endless.over().isSettled() && !endless.over().isFailed());
    }

    @Test
    @Scenario(value = "I11", breaks = "a device that says it has reset is believed for ever")
    void aResetThatLeadsToNothingIsNotWaitedForForEver() {
        rig.device.onReset((queue, guilty) -> new ResetOutcome.Reset());
        ScheduledCommand endless = rig.compute(1);
        rig.seconds(1.5);
        assertEquals("open", outcome(endless));
        rig.seconds(0.5);
        assertEquals("UNSTOPPED", outcome(endless));
        assertEquals(List.of("capture WATCHDOG of 0"), rig.log, "one of the two is enough");
    }

    @Test
    @Scenario(value = "I11", breaks = "a device that has nothing to take is asked for ever")
    void aDeviceThatHasNothingAndReportsNothingIsGivenUpAfterAWhile() {
        rig.device.onReset((queue, guilty) -> new ResetOutcome.Idle());
        ScheduledCommand endless = rig.compute(1);
        rig.seconds(3);
        assertEquals("open", outcome(endless));
        rig.seconds(1);
        assertEquals("UNSTOPPED", outcome(endless));
    }

    @Test
    @Scenario(
            value = {"I6", "I11"},
            breaks = "the device is given up over a command that ended while it was asked")
    void whoEndsWhileTheDeviceRefusesCostsNobodyTheDevice() {
        rig.device.onReset((queue, guilty) -> {
            rig.device.complete(queue);
            return new ResetOutcome.NotPossible("by hand");
        });
        ScheduledCommand slow = rig.compute(1);
        ScheduledCommand next = rig.compute(2);
        rig.seconds(1);
        assertEquals("well", outcome(slow));
        assertEquals("open", outcome(next));
        rig.device.completeAll();
        assertEquals("well", outcome(next));
        assertTrue(rig.schedule.lost().isEmpty());
    }

    @Test
    @Scenario(
            value = {"I11"},
            breaks = "a device whose reset takes longer than a command may is given up at once")
    void aResetThatTakesLongIsGivenAsLongAsAnyOther() {
        rig.device.onReset((queue, guilty) -> {
            rig.workers.advance(5 * RecoveryRig.SECOND);
            return new ResetOutcome.Reset();
        });
        ScheduledCommand endless = rig.compute(1);
        rig.seconds(1);
        rig.seconds(0.9);
        assertEquals("open", outcome(endless));
        rig.device.complete(COMPUTE);
        assertTrue(rig.schedule.lost().isEmpty());
        assertTrue(rig.isQuiet());
    }

    @Test
    void aDeviceThatThrowsIsGivenUpToo() {
        rig.device.onReset((queue, guilty) -> {
            throw new IllegalStateException("broken driver");
        });
        ScheduledCommand endless = rig.compute(1);
        rig.seconds(1);
        assertEquals("UNSTOPPED", outcome(endless));
        assertTrue(endless.result().fault().orElseThrow().toString().contains("broken driver"));
    }

    @Test
    @Scenario(
            value = {"I11"},
            breaks = "what was about to be handed over goes to a device that was given up")
    void whatWasOnItsWayToTheDriverNeverGetsThere() {
        Fault cause = Fault.of(FaultKind.DEADLINE_PASSED, "by hand");
        ScheduledCommand[] second = new ScheduledCommand[1];
        rig.device.onSubmit(() -> {
            rig.device.onSubmit(() -> {});
            // the driver is called with the first, and this thread is the one that hands over
            second[0] = rig.compute(2);
            rig.recovery.giveUp(Recovery.Guilty.of(COMPUTE, second[0]), cause);
        });
        ScheduledCommand first = rig.compute(1);
        rig.workers.runUntilIdle();
        assertEquals("UNSTOPPED", outcome(first), "the driver may have it");
        assertEquals("DEVICE_LOST", outcome(second[0]));
        assertEquals(List.of(RecoveryRig.numbered(1)), rig.device.held(COMPUTE));
        assertTrue(rig.isQuiet());
    }

    @Test
    @Scenario(
            value = {"1", "I1"},
            breaks = "a device is given up while a capture still needs copies of what it was at")
    void itIsGivenUpOnceACaptureHasWhatItNeedsOfIt() {
        resetIsNotPossible();
        SettableFence fetched = new SettableFence();
        rig.fetched = fetched;
        ScheduledCommand endless = rig.compute(1);
        rig.seconds(1);
        ScheduledCommand copy = rig.add(COPY_OUT, 2, Duration.ZERO);
        rig.workers.runUntilIdle();
        assertEquals(1, rig.device.held(COPY_OUT).size(), "such a copy still gets there");
        rig.device.complete(COPY_OUT);
        rig.workers.runUntilIdle();
        assertEquals("well", outcome(copy));
        rig.seconds(1);
        assertEquals("open", outcome(endless));
        fetched.signal();
        rig.workers.runUntilIdle();
        assertEquals("UNSTOPPED", outcome(endless));
        assertEquals(List.of("capture WATCHDOG of 0"), rig.log);
        assertTrue(rig.isQuiet());
    }

    @Test
    @Scenario(value = "I11", breaks = "a copy for a capture that does not end either is waited for")
    void whatElseDoesNotEndIsNotWaitedFor() {
        resetIsNotPossible();
        rig.fetched = new SettableFence();
        ScheduledCommand endless = rig.compute(1);
        rig.seconds(1);
        ScheduledCommand copy = rig.add(COPY_OUT, 2, Duration.ZERO);
        rig.seconds(0.9);
        assertEquals("open", outcome(endless));
        rig.seconds(0.1);
        assertEquals("UNSTOPPED", outcome(copy));
        assertEquals("UNSTOPPED", outcome(endless));
        assertTrue(rig.isQuiet());
    }

    @Test
    @Scenario(
            value = {"I6", "I11"},
            breaks = "the device is given up over a command that ended while a capture was made")
    void whoEndsWhileACaptureIsMadeCostsNobodyTheDevice() {
        resetIsNotPossible();
        SettableFence fetched = new SettableFence();
        rig.fetched = fetched;
        ScheduledCommand slow = rig.compute(1);
        rig.seconds(1);
        rig.device.complete(COMPUTE);
        fetched.signal();
        rig.workers.runUntilIdle();
        assertEquals("well", outcome(slow));
        assertTrue(rig.schedule.lost().isEmpty());
    }
}
