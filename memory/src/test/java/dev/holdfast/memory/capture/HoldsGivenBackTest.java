package dev.holdfast.memory.capture;

import static dev.holdfast.memory.capture.Captures.KIB;
import static dev.holdfast.memory.capture.Captures.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.testing.ManualDevice;
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
        // The host does not see the device's memory, so that a copy that fails stays failed.
        var blind = new ManualDevice(8 * MIB, 32 * MIB, 0);
        try (var rig = new Rig(blind, MemoryOptions.defaults().withCleanShare(0))) {
            BufferHandle weights = rig.manager().client("a").create("weights", 8 * KIB);
            rig.submit(weights, rig.write(weights, 100));
            rig.settle();
            BufferHandle other = weights.client().create("other", 8 * MIB);
            rig.submit(other, rig.write(other, 1));
            rig.settle();
            Fence behind = rig.submit(weights, rig.check(weights, 100).captured());
            rig.workers().runUntilIdle();
            while (rig.device().complete(QueueKind.COPY_OUT)) {
                rig.workers().runUntilIdle();
            }
            rig.failing(true);
            rig.settle();
            rig.failing(false);
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
