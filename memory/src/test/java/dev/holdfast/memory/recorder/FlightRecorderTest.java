package dev.holdfast.memory.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.testing.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a manager writes down, read back from the file while it goes on.
final class FlightRecorderTest {
    private static final long SIZE = 4096;

    @TempDir private Path folder;
    private Path file;
    private Rig rig;
    private Client client;

    @BeforeEach
    void open() {
        file = folder.resolve("flight.log");
        rig = rig(16 << 10);
        client = rig.manager().client("search");
    }

    private Rig rig(long deviceBytes) {
        return new Rig(
                new ManualDevice(deviceBytes, 64 << 10, deviceBytes),
                MemoryOptions.defaults().withCleanShare(0).recordTo(file, Recording.LEAST_BYTES));
    }

    private FlightLog read() throws IOException {
        FlightLog log = FlightLog.read(file);
        assertEquals(List.of(), log.notes());
        return log;
    }

    private FlightRecord.Submitted submitted(InFlight flying) {
        return assertInstanceOf(FlightRecord.Submitted.class, flying.what().orElseThrow());
    }

    @Test
    @Scenario(
            value = {"J8"},
            breaks = "a submission is written down without its names, or its objects' places")
    void whatIsWithTheDriverIsNamedWithItsClientItsKernelAndItsObjects() throws IOException {
        BufferHandle vectors = client.create("vectors", SIZE);
        BufferHandle graph = client.create("graph", 2 * SIZE);
        rig.submit(vectors, rig.write(vectors, 7));
        rig.settle();
        rig.submit(
                vectors,
                Work.named("build segment 3", rig.kernel()).reads(vectors).overwrites(graph));
        rig.workers().runUntilIdle();

        FlightLog log = read();

        assertEquals("manual", log.device());
        assertEquals(ProcessHandle.current().pid(), log.pid());
        InFlight flying = log.inFlight().getFirst();
        assertEquals(1, log.inFlight().size());
        assertEquals("compute", flying.handedOver().queue());
        FlightRecord.Submitted submission = submitted(flying);
        assertEquals("search", submission.client());
        assertEquals("build segment 3", submission.name());
        assertEquals("nothing", submission.kernel());
        assertEquals(2, submission.submission());
        assertEquals(
                List.of(
                        new ObjectUse(
                                2,
                                "vectors",
                                ObjectUse.How.READ,
                                SIZE,
                                1,
                                Device.DEVICE_HEAP,
                                0,
                                1),
                        new ObjectUse(
                                3,
                                "graph",
                                ObjectUse.How.OVERWRITE,
                                2 * SIZE,
                                0,
                                Device.DEVICE_HEAP,
                                SIZE,
                                1)),
                submission.uses());
    }

    @Test
    void whatTheDriverHasReportedIsInFlightNoMore() throws Exception {
        BufferHandle object = client.create("object", SIZE);
        rig.submit(object, rig.write(object, 7));
        rig.workers().runUntilIdle();
        assertEquals(1, read().inFlight().size());

        rig.device().fail(QueueKind.COMPUTE);

        FlightLog log = read();
        assertEquals(List.of(), log.inFlight());
        assertEquals(
                Optional.of("KERNEL_FAILED"),
                assertInstanceOf(FlightRecord.Completed.class, log.records().getLast()).fault());
        rig.close();
    }

    @Test
    void whatIsSkippedWasNeverInFlight() throws Exception {
        BufferHandle object = client.create("object", SIZE);
        rig.submit(object, rig.write(object, 7));
        rig.workers().runUntilIdle();
        // waits for its own content to come in, and is taken back while it does
        BufferHandle lent =
                client.createFrom("lent", java.lang.foreign.Arena.ofAuto().allocate(SIZE));
        rig.submit(lent, rig.check(lent, -1));
        rig.workers().runUntilIdle();
        client.close();
        rig.settle();

        FlightLog log = read();

        assertEquals(List.of(), log.inFlight());
        FlightRecord.Skipped skipped =
                log.records().stream()
                        .filter(FlightRecord.Skipped.class::isInstance)
                        .map(FlightRecord.Skipped.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertEquals("CANCELLED", skipped.fault());
        assertFalse(
                log.records().stream()
                        .anyMatch(each ->
                                each instanceof FlightRecord.HandedOver given
                                        && given.command() == skipped.command()));
    }

    @Test
    void aMoveSaysWhatGoesFromWhereToWhere() throws Exception {
        BufferHandle first = client.create("first", 16 << 10);
        rig.submit(first, rig.write(first, 7));
        rig.settle();
        BufferHandle second = client.create("second", 16 << 10);
        rig.submit(second, rig.write(second, 8));
        rig.workers().runUntilIdle();

        InFlight flying = read().inFlight().getFirst();

        assertEquals("copy-out", flying.handedOver().queue());
        var move = assertInstanceOf(FlightRecord.Moved.class, flying.what().orElseThrow());
        assertEquals("first", move.object());
        assertEquals(16 << 10, move.sizeBytes());
        assertEquals(new FlightRecord.Spot.InHeap(Device.DEVICE_HEAP, 0), move.source());
        assertEquals(new FlightRecord.Spot.InHeap(Device.HOST_HEAP, 0), move.target());
        rig.close();
    }

    @Test
    void aRepairThroughTheDeviceIsKnownByTheMoveThatItRepeats() throws Exception {
        rig.device().hide(true);
        BufferHandle first = client.create("first", 16 << 10);
        rig.submit(first, rig.write(first, 7));
        rig.settle();
        BufferHandle second = client.create("second", 16 << 10);
        rig.submit(second, rig.write(second, 8));
        rig.workers().runUntilIdle();
        rig.fail(QueueKind.COPY_OUT);

        InFlight again = read().inFlight().getFirst();

        assertEquals("copy-in", again.handedOver().queue());
        var move = assertInstanceOf(FlightRecord.Moved.class, again.what().orElseThrow());
        assertEquals("first", move.object());
        rig.close();
    }

    @Test
    void whatWasGivenUpAndNotStoppedIsStillToldOf() throws IOException {
        BufferHandle object = client.create("object", SIZE);
        rig.submit(object, rig.write(object, 7));
        rig.workers().runUntilIdle();
        rig.device().abandon(QueueKind.COMPUTE);
        rig.settle();

        InFlight flying = read().inFlight().getFirst();

        assertTrue(flying.unstopped());
        assertEquals("write", submitted(flying).name());
    }

    @Test
    void theLossOfTheDeviceIsWrittenDownOnce() throws IOException {
        BufferHandle object = client.create("object", SIZE);
        rig.submit(object, rig.write(object, 7));
        rig.submit(object, rig.bump(object, 7));
        rig.device().lose();
        rig.settle();

        long losses =
                read().records().stream().filter(FlightRecord.DeviceLost.class::isInstance).count();

        assertEquals(1, losses);
    }

    @Test
    void aManagerThatIsClosedSaysSo() throws Exception {
        BufferHandle object = client.create("object", SIZE);
        rig.submit(object, rig.write(object, 7));
        rig.close();

        FlightLog log = read();

        assertTrue(log.isClosed());
        assertEquals(List.of(), log.inFlight());
    }

    @Test
    void longNamesAreCutAtACharacter() throws IOException {
        BufferHandle object = client.create("ü".repeat(40), SIZE);
        rig.submit(object, rig.write(object, 7));
        rig.workers().runUntilIdle();

        ObjectUse use = submitted(read().inFlight().getFirst()).uses().getFirst();

        assertEquals("ü".repeat(23) + "…", use.name());
    }
}
