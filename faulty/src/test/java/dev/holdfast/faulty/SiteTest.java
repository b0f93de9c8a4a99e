package dev.holdfast.faulty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultSite;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which commands are visits of which site, and what a plan may ask for.
final class SiteTest {

    @Test
    void copiesAreToldApartByTheirHeapsAndNotByTheirQueue() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:delay=1us@#1000000")) {
            for (QueueKind queue : QueueKind.values()) {
                rig.submit(queue, "in", FaultyRig.in(8));
                rig.submit(queue, "out", FaultyRig.out(8));
                rig.submit(
                        queue,
                        "within",
                        FaultyRig.copy(FaultyRig.onDevice(0, 8), FaultyRig.onDevice(64, 8)));
                rig.submit(
                        queue,
                        "host",
                        FaultyRig.copy(FaultyRig.onHost(0, 8), FaultyRig.onHost(64, 8)));
                rig.submit(queue, "fill", new Command.Fill(List.of(FaultyRig.onDevice(0, 8))));
                rig.submit(queue, "marker", new Command.Marker());
                rig.submit(queue, "empty", new Command.Fill(List.of()));
            }
            assertEquals(6, rig.plan.visits(FaultSite.COPY_IN));
            assertEquals(3, rig.plan.visits(FaultSite.COPY_OUT));
            assertEquals(3, rig.plan.visits(FaultSite.CLEAR));
            rig.workers.runToEnd();
            assertEquals(21, rig.log.size());
        }
    }

    @Test
    void aRefusedCommandIsNoVisit() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:fail@always")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> rig.submit(QueueKind.COPY_IN, "bad", FaultyRig.in(2 << 20)));
            assertEquals(0, rig.plan.visits(FaultSite.COPY_IN));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy-in:hang@#1",
                "copy-out:lose@always",
                "clear:forbid@5%",
                "kernel:fail@always",
                "kernel:delay=1ms@#3",
                "device:lose@#1"
            })
    void whatIsNotThereYetIsRefusedAndNamed(String spec) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> new FaultyRig(1, spec))
                        .getMessage();
        assertTrue(message.startsWith(spec.substring(0, spec.indexOf(':'))), message);
        assertTrue(message.contains("copy-in, copy-out and clear"), message);
    }

    @Test
    void theSitesOfTheMemoryManagerAreNotItsAffair() {
        try (FaultyRig rig =
                new FaultyRig(1, "host-copy:forbid@always", "bookkeeping:fail@always")) {
            rig.submit(QueueKind.COPY_IN, "in", FaultyRig.in(8));
            rig.workers.runUntilIdle();
            assertEquals(List.of("in@0"), rig.log);
        }
    }
}
