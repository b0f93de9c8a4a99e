package dev.holdfast.memory.schedule;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A command that was given up and not stopped: nobody who comes behind it moves before everybody
/// who could come to harm has been told.
class UnstoppedCommandTest {
    private static final Fault HARM = Fault.of(FaultKind.DEPENDENCY_FAILED, "harm");

    private final ScheduleRig rig = new ScheduleRig();
    private final List<Command> told = new ArrayList<>();

    private static Dependency behind(ScheduledCommand earlier) {
        return Dependency.ordering(earlier.over());
    }

    private void onUnstopped(UnstoppedListener listener) {
        rig.schedule.onUnstopped((command, fault) -> {
            told.add(command);
            listener.unstopped(command, fault);
        });
    }

    @Test
    @Scenario(
            value = {"44"},
            breaks = "the command is over with its result, while others are told of it still")
    void itsResultIsKnownAtOnceAndItIsOverOnceOthersHaveBeenTold() throws InterruptedException {
        onUnstopped((command, fault) -> {});
        ScheduledCommand command = rig.compute(1);
        boolean[] toldBefore = {false};
        command.over().onSettled(over -> toldBefore[0] = told.size() == 1);
        Fence over = command.over();
        Thread device = new Thread(() -> rig.device.abandon(COMPUTE));
        try (var _ = rig.ledger.enter()) {
            // what completes while somebody has the ledger waits for its turn
            device.start();
            while (!command.result().isSettled()) {
                Thread.onSpinWait();
            }
            assertFalse(over.isSettled());
        }
        while (!over.isSettled()) {
            Thread.onSpinWait();
        }
        device.join();
        assertTrue(toldBefore[0]);
        assertEquals(FaultKind.UNSTOPPED, command.result().fault().orElseThrow().kind());
        assertFalse(over.isFailed());
        assertEquals(List.of(), rig.pending());
    }

    @Test
    @Scenario(
            value = {"44"},
            breaks = "what was handed over behind it on its own queue ends as if nothing was")
    void whoCameBehindItOnItsOwnQueueFailsThoughTheDeviceRanIt() {
        onUnstopped((command, fault) -> rig.schedule.doom(List.of(new HeapRange(0, 2, 1)), HARM));
        ScheduledCommand lingering = rig.compute(1);
        ScheduledCommand touching = rig.compute(2, behind(lingering));
        ScheduledCommand other = rig.compute(3, behind(lingering));
        assertEquals(List.of(1, 2, 3), rig.held(COMPUTE));
        rig.device.abandon(COMPUTE);
        rig.device.completeAll();
        assertEquals(HARM, touching.result().fault().orElseThrow());
        assertFalse(other.result().isFailed(), "its memory is another's");
    }

    @Test
    @Scenario(
            value = {"44", "10"},
            breaks = "a command that waits gets to memory that is written behind its back")
    void whoWaitsIsSkippedAndNeverGetsThere() {
        onUnstopped((command, fault) -> rig.schedule.doom(List.of(new HeapRange(0, 2, 1)), HARM));
        ScheduledCommand lingering = rig.compute(1);
        ScheduledCommand touching = rig.add(COPY_IN, 2, 1, behind(lingering));
        ScheduledCommand next = rig.add(COPY_IN, 3, 1, behind(touching));
        rig.device.abandon(COMPUTE);
        assertEquals(List.of(3), rig.held(COPY_IN));
        assertEquals(HARM, touching.result().fault().orElseThrow());
        rig.device.completeAll();
        assertFalse(next.result().isFailed());
        assertEquals(List.of(), rig.pending());
    }

    @Test
    @Scenario(
            value = {"44"},
            breaks = "a command reports before it is known what follows from one before it")
    void whoWasRunBehindItReportsOnceTheConsequencesAreDrawn() throws Exception {
        onUnstopped((command, fault) -> rig.schedule.doom(List.of(new HeapRange(0, 2, 1)), HARM));
        ScheduledCommand lingering = rig.compute(1);
        ScheduledCommand touching = rig.compute(2, behind(lingering));
        try (var _ = rig.ledger.enter()) {
            Thread device =
                    Thread.ofPlatform()
                            .start(() -> {
                                rig.device.abandon(COMPUTE);
                                rig.device.completeAll();
                            });
            device.join();
            assertTrue(lingering.result().isFailed());
            assertFalse(touching.result().isSettled(), "the ledger is held: nobody has looked");
        }
        assertEquals(HARM, touching.result().fault().orElseThrow());
        assertEquals(List.of(), rig.pending());
    }
}
