package dev.holdfast.memory.capture;

import static dev.holdfast.memory.capture.Captures.KIB;
import static dev.holdfast.memory.capture.Captures.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.testing.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a submission holds for a capture, when it comes to nothing after its snapshot was taken.
class HoldsGivenBackTest {
    private static FaultKind kind(Fence fence) {
        return fence.fault().orElseThrow().kind();
    }

    @Test
    @Scenario(
            value = "4",
            breaks = "a submission gives up what it holds only if its command was handed over")
    void aSkippedSubmissionGivesItsHoldsBack() throws Exception {
        try (var rig = new Rig(8 * MIB, 8 * MIB)) {
            BufferHandle weights = rig.manager().client("a").create("weights", 8 * KIB);
            rig.submit(weights, rig.write(weights, 100));
            Fence behind = rig.submit(weights, rig.check(weights, 100).captured());
            rig.workers().runUntilIdle();
            while (!rig.device().fail(QueueKind.COMPUTE)) {
                rig.device().completeAll();
                rig.workers().runUntilIdle();
            }
            rig.settle();

            assertEquals(FaultKind.DEPENDENCY_FAILED, kind(behind));
            assertEquals(List.of(), rig.manager().audit(true));
        }
    }

    @Test
    void aCancelledSubmissionGivesItsHoldsBack() throws Exception {
        try (var rig = new Rig(8 * MIB, 8 * MIB)) {
            var client = rig.manager().client("a");
            BufferHandle weights = client.create("weights", 8 * KIB);
            rig.submit(weights, rig.write(weights, 100));
            Fence cancelled = rig.submit(weights, rig.check(weights, 100).captured());
            client.close();
            rig.settle();

            assertTrue(cancelled.isSettled());
            assertEquals(List.of(), rig.manager().audit(true));
        }
    }
}
