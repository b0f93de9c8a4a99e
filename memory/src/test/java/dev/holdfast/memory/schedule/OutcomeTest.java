package dev.holdfast.memory.schedule;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How commands end: their own fault, else the first of their data dependencies; and what a command
/// that never ran leaves of the order.
final class OutcomeTest {
    private static final Fault BROKEN = Fault.of(FaultKind.FOREIGN_FAILED, "broken on purpose");
    private static final Fault CLOSED = Fault.of(FaultKind.CANCELLED, "closed on purpose");

    private final ScheduleRig rig = new ScheduleRig();

    private static FaultKind kindOf(ScheduledCommand command) {
        return command.result().fault().orElseThrow().kind();
    }

    private static Fault rootOf(ScheduledCommand command) {
        return command.result().fault().orElseThrow().root();
    }

    private void cancel(ScheduledCommand command) {
        try (var _ = rig.ledger.enter()) {
            command.cancel(CLOSED);
        }
    }

    @Test
    void aCommandEndsAsTheDeviceSays() {
        ScheduledCommand good = rig.compute(1);
        ScheduledCommand bad = rig.compute(2);
        rig.device.complete(COMPUTE);
        rig.device.fail(COMPUTE);
        assertFalse(good.result().isFailed());
        assertEquals(FaultKind.COPY_FAILED, kindOf(bad));
    }

    @Test
    void whoNeedsAFailedResultIsSkippedWithThatCause() {
        SettableFence source = new SettableFence();
        ScheduledCommand command = rig.compute(1, Dependency.data(source));
        source.fail(BROKEN);
        assertEquals(FaultKind.DEPENDENCY_FAILED, kindOf(command));
        assertEquals(BROKEN, rootOf(command));
        assertEquals(List.of(), rig.held(COMPUTE));
        assertEquals(List.of(), rig.pending());
    }

    @Test
    void whoOnlyComesBehindAFailedFenceRuns() {
        SettableFence before = new SettableFence();
        ScheduledCommand command = rig.compute(1, Dependency.ordering(before));
        before.fail(BROKEN);
        rig.device.complete(COMPUTE);
        assertTrue(command.result().isSettled());
        assertFalse(command.result().isFailed());
    }

    @Test
    void aDependencyThatHadFailedBeforeCountsToo() {
        ScheduledCommand command = rig.compute(1, Dependency.data(Fence.failed(BROKEN)));
        assertEquals(BROKEN, rootOf(command));
    }

    @Test
    void aCommandHandedOverEarlyInheritsTheFaultWhateverTheDeviceReports() {
        ScheduledCommand first = rig.compute(1);
        ScheduledCommand second = rig.compute(2, ScheduleRig.data(first));
        ScheduledCommand third = rig.compute(3, ScheduleRig.ordering(second));
        rig.device.fail(COMPUTE);
        rig.device.complete(COMPUTE);
        rig.device.complete(COMPUTE);
        assertEquals(FaultKind.DEPENDENCY_FAILED, kindOf(second));
        assertEquals(rootOf(first), rootOf(second));
        assertFalse(third.result().isFailed());
    }

    @Test
    void itsOwnFaultGoesBeforeAnInheritedOne() {
        ScheduledCommand first = rig.compute(1);
        ScheduledCommand second = rig.compute(2, ScheduleRig.data(first));
        rig.device.fail(COMPUTE);
        rig.device.fail(COMPUTE);
        assertEquals(FaultKind.COPY_FAILED, kindOf(second));
    }

    @Test
    void ofSeveralFaultsTheFirstDependencyNamesTheCause() {
        SettableFence one = new SettableFence();
        SettableFence two = new SettableFence();
        ScheduledCommand command = rig.compute(1, Dependency.data(one), Dependency.data(two));
        two.fail(CLOSED);
        one.fail(BROKEN);
        assertEquals(BROKEN, rootOf(command));
    }

    @Test
    void aSkippedCommandSettlesAfterWhatItCameBehind() {
        SettableFence source = new SettableFence();
        ScheduledCommand running = rig.compute(1);
        ScheduledCommand skipped =
                rig.compute(2, ScheduleRig.ordering(running), Dependency.data(source));
        source.fail(BROKEN);
        assertFalse(skipped.result().isSettled(), "what it came behind is still running");
        rig.device.complete(COMPUTE);
        assertEquals(BROKEN, rootOf(skipped));
        assertEquals(List.of(), rig.pending());
    }

    @Test
    void aCommandThatTheDriverRefusesSettlesAfterWhatItCameBehind() {
        ScheduledCommand running = rig.compute(1);
        rig.device.refuse(true);
        ScheduledCommand refused = rig.compute(2, ScheduleRig.ordering(running));
        assertFalse(refused.result().isSettled(), "what it came behind is still running");
        rig.device.complete(COMPUTE);
        assertEquals(FaultKind.COPY_FAILED, kindOf(refused));
        assertEquals(List.of(), rig.pending());
    }

    @Test
    void aCancelledCommandSettlesAfterWhatItCameBehind() {
        ScheduledCommand last = rig.compute(0);
        for (int i = 1; i < 16; i++) {
            last = rig.compute(i);
        }
        ScheduledCommand cancelled = rig.compute(16, ScheduleRig.ordering(last));
        cancel(cancelled);
        rig.device.complete(COMPUTE);
        assertFalse(cancelled.result().isSettled(), "15 commands before it are still running");
        rig.device.completeAll();
        assertEquals(CLOSED, cancelled.result().fault().orElseThrow());
        assertEquals(List.of(), rig.pending());
    }

    @Test
    void whoFollowsASkippedCommandOnItsQueueSeesTheFault() {
        SettableFence source = new SettableFence();
        ScheduledCommand skipped = rig.compute(1, Dependency.data(source));
        ScheduledCommand needs = rig.compute(2, ScheduleRig.data(skipped));
        ScheduledCommand behind = rig.compute(3, ScheduleRig.ordering(skipped));
        source.fail(BROKEN);
        assertEquals(BROKEN, rootOf(needs));
        assertEquals(List.of(3), rig.held(COMPUTE));
        rig.device.completeAll();
        assertFalse(behind.result().isFailed());
    }

    @Test
    void aCancelledCommandKeepsItsPlaceInTheOrder() {
        SettableFence gate = new SettableFence();
        ScheduledCommand cancelled = rig.compute(1, Dependency.ordering(gate));
        ScheduledCommand behind = rig.add(COPY_IN, 2, 1, ScheduleRig.ordering(cancelled));
        cancel(cancelled);
        assertFalse(cancelled.result().isSettled());
        assertEquals(List.of(), rig.held(COPY_IN));
        gate.signal();
        assertEquals(CLOSED, cancelled.result().fault().orElseThrow());
        assertEquals(List.of(2), rig.held(COPY_IN));
        rig.device.completeAll();
        assertFalse(behind.result().isFailed());
    }

    @Test
    void whoNeedsACancelledResultWasNotCancelledItself() {
        SettableFence gate = new SettableFence();
        ScheduledCommand cancelled = rig.compute(1, Dependency.ordering(gate));
        ScheduledCommand needs = rig.compute(2, ScheduleRig.data(cancelled));
        cancel(cancelled);
        gate.signal();
        assertEquals(FaultKind.DEPENDENCY_FAILED, kindOf(needs));
        assertEquals(CLOSED, rootOf(needs));
    }

    @Test
    void whatIsWithTheDeviceIsNotCancelled() {
        ScheduledCommand running = rig.compute(1);
        cancel(running);
        rig.device.complete(COMPUTE);
        assertFalse(running.result().isFailed());
    }

    @Test
    void aLongChainBehindAFaultIsSkippedWithoutGrowingTheStack() {
        SettableFence source = new SettableFence();
        ScheduledCommand last = rig.compute(0, Dependency.data(source));
        for (int i = 1; i < 50_000; i++) {
            last = rig.compute(i % 4096, ScheduleRig.data(last));
        }
        source.fail(BROKEN);
        assertEquals(BROKEN, rootOf(last));
        assertEquals(List.of(), rig.pending());
    }

    @Test
    void skippingFreesNoPlaceThatItDidNotTake() {
        SettableFence source = new SettableFence();
        IntStream.range(0, 8).forEach(each -> rig.add(COPY_IN, each, 1, Dependency.data(source)));
        source.fail(BROKEN);
        IntStream.range(10, 20).forEach(each -> rig.add(COPY_IN, each, 1));
        assertEquals(List.of(10, 11, 12, 13), rig.held(COPY_IN));
    }
}
