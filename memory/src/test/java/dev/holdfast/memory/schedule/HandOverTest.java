package dev.holdfast.memory.schedule;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static dev.holdfast.device.QueueKind.COPY_OUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.testing.Threads;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// What goes to the driver, and when.
final class HandOverTest {
    private final ScheduleRig rig = new ScheduleRig();

    @Test
    void nothingIsHandedOverUnderTheLedger() {
        try (var _ = rig.ledger.enter()) {
            rig.schedule.add(COMPUTE, ScheduleRig.numbered(1), 1, List.of());
            assertEquals(List.of(), rig.held(COMPUTE));
        }
        assertEquals(List.of(1), rig.held(COMPUTE));
    }

    @Test
    void aScheduleIsTouchedUnderTheLedgerOnly() {
        Assertions.assertThrows(
                InvariantError.class,
                () -> rig.schedule.add(COMPUTE, ScheduleRig.numbered(1), 1, List.of()));
        Assertions.assertThrows(InvariantError.class, rig.schedule::isIdle);
    }

    @Test
    void onTheSameQueueALaterCommandIsHandedOverBehindTheEarlierWithoutWaitingForIt() {
        ScheduledCommand first = rig.compute(1);
        rig.compute(2, ScheduleRig.data(first));
        assertEquals(List.of(1, 2), rig.held(COMPUTE));
        assertFalse(first.result().isSettled());
    }

    @Test
    void onTheSameQueueALaterCommandIsNotHandedOverBeforeTheEarlierOne() {
        SettableFence gate = new SettableFence();
        ScheduledCommand first = rig.compute(1, Dependency.ordering(gate));
        rig.compute(2, ScheduleRig.ordering(first));
        assertEquals(List.of(), rig.held(COMPUTE));
        gate.signal();
        assertEquals(List.of(1, 2), rig.held(COMPUTE));
    }

    @Test
    void onAnotherQueueALaterCommandWaitsForTheEarlierToSettle() {
        ScheduledCommand copy = rig.add(COPY_IN, 1, 1);
        rig.compute(2, ScheduleRig.data(copy));
        assertEquals(List.of(), rig.held(COMPUTE));
        rig.device.complete(COPY_IN);
        assertEquals(List.of(2), rig.held(COMPUTE));
    }

    @Test
    void aCommandOfWhichEverythingHasSettledGoesAtOnceAndOneThatWaitsHoldsUpNobody() {
        rig.compute(1, Dependency.ordering(new SettableFence()));
        rig.compute(2);
        assertEquals(List.of(2), rig.held(COMPUTE));
    }

    @Test
    void theLastOfManyDependenciesLetsItGo() {
        List<SettableFence> gates =
                IntStream.range(0, 5).mapToObj(each -> new SettableFence()).toList();
        rig.compute(1, gates.stream().map(Dependency::ordering).toArray(Dependency[]::new));
        gates.forEach(gate -> {
            assertEquals(List.of(), rig.held(COMPUTE));
            gate.signal();
        });
        assertEquals(List.of(1), rig.held(COMPUTE));
    }

    @Test
    void theSameDependencyTwiceIsWaitedForOnce() {
        SettableFence gate = new SettableFence();
        ScheduledCommand first = rig.compute(1, Dependency.ordering(gate), Dependency.data(gate));
        rig.compute(2, ScheduleRig.ordering(first), ScheduleRig.data(first));
        gate.signal();
        assertEquals(List.of(1, 2), rig.held(COMPUTE));
    }

    @Test
    void fewCommandsAreWithTheDriverAtATime() {
        IntStream.range(0, 10).forEach(each -> rig.add(COPY_OUT, each, 1));
        assertEquals(List.of(0, 1, 2, 3), rig.held(COPY_OUT));
        rig.device.complete(COPY_OUT);
        assertEquals(List.of(1, 2, 3, 4), rig.held(COPY_OUT));
        rig.device.completeAll();
        assertEquals(List.of(), rig.pending());
    }

    @Test
    void anUrgentCommandGoesBeforeAllThatAreNotWithTheDriverYet() {
        IntStream.range(0, 6).forEach(each -> rig.add(COPY_OUT, each, 1));
        rig.urgent(COPY_OUT, 9);
        rig.device.complete(COPY_OUT);
        assertEquals(List.of(1, 2, 3, 9), rig.held(COPY_OUT));
    }

    @Test
    void aCompletionWhileTheLedgerIsHeldIsNotLeftBehind() throws Exception {
        ScheduledCommand copy = rig.add(COPY_IN, 1, 1);
        rig.compute(2, ScheduleRig.data(copy));
        try (var _ = rig.ledger.enter()) {
            // joins before the ledger is free: a completion never waits for it
            Threads.start(() -> rig.device.complete(COPY_IN)).join();
            assertTrue(copy.result().isSettled());
            assertEquals(List.of(), rig.held(COMPUTE));
        }
        assertEquals(List.of(2), rig.held(COMPUTE));
        assertEquals(1, rig.pending().size());
    }

    @Test
    void whatSettlesIsForgotten() {
        rig.compute(1, ScheduleRig.ordering(rig.add(COPY_IN, 2, 1)));
        assertEquals(2, rig.pending().size());
        rig.device.completeAll();
        assertEquals(List.of(), rig.pending());
    }
}
