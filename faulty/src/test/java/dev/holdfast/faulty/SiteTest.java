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
import org.junit.jupiter.params.provider.CsvSource;

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
    @CsvSource(
            delimiter = '|',
            value = {
                "copy-in:lose@#1 | copy-in cannot lose, only fail, hang, linger, reorder and delay",
                "copy-out:forbid@always | copy-out cannot forbid, only fail, hang",
                "clear:forbid@5% | clear cannot forbid, only fail, hang",
                "kernel:lose@always | kernel cannot lose, only fail, hang",
                "device:hang@#1 | device cannot hang, only lose",
                "device:fail@#1 | device cannot fail, only lose",
                "bookkeeping:delay=1ms@#3 | bookkeeping cannot delay, only fail",
                "bookkeeping:forbid@#3 | bookkeeping cannot forbid, only fail",
                "host-copy:hang@#1 | host-copy cannot hang, only fail and forbid"
            })
    void whatCannotBeIsRefusedWithWhatCan(String spec, String words) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> new FaultyRig(1, spec))
                        .getMessage();
        assertTrue(message.startsWith(words), message);
    }

    @Test
    void everyCommandIsAVisitOfTheDevice() {
        try (FaultyRig rig = new FaultyRig(1, "device:lose@#1000000")) {
            rig.submit(QueueKind.COPY_IN, "in", FaultyRig.in(8));
            rig.submit(QueueKind.COMPUTE, "marker", new Command.Marker());
            rig.submit(QueueKind.COPY_OUT, "empty", new Command.Fill(List.of()));
            rig.submit(QueueKind.COMPUTE, "kernel", rig.launch((memory, scalars) -> {}));
            assertEquals(4, rig.plan.visits(FaultSite.DEVICE));
            assertEquals(1, rig.plan.visits(FaultSite.KERNEL));
            rig.workers.runToEnd();
            assertEquals(4, rig.log.size());
        }
    }

    @Test
    void theSitesOfTheMemoryManagerAreNotItsAffair() {
        try (FaultyRig rig =
                new FaultyRig(
                        1,
                        "host-copy:forbid@always",
                        "bookkeeping:fail@always",
                        "host-copy:fail@#3")) {
            rig.submit(QueueKind.COPY_IN, "in", FaultyRig.in(8));
            rig.workers.runUntilIdle();
            assertEquals(List.of("in@0"), rig.log);
        }
    }
}
