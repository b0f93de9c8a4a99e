package dev.holdfast.cli.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.replay.Backends;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.replay.Progress;
import dev.holdfast.cli.replay.Replay;
import dev.holdfast.cli.replay.ReplayOptions;
import dev.holdfast.cli.replay.ReplayReport;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceBuffer;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.cli.trace.TraceOp;
import dev.holdfast.cli.trace.TraceReader;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsTraceSinkTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"program.jsonl", "program.jsonl.gz"})
    void aProgramsRunIsWrittenDownAndCanBeReplayed(String fileName)
            throws IOException, InterruptedException, InputException, TraceException {
        Path file = folder.resolve(fileName);
        try (OpsTraceSink sink = OpsTraceSink.to(file, "program")) {
            runProgram(sink);
        }

        Trace trace = new TraceReader().read(file);
        assertEquals("program", trace.name());
        assertEquals(
                List.of("copy", "update", "upload", "look"),
                trace.ops().stream().map(TraceOp::name).toList());
        assertEquals(List.of("main"), trace.clients());
        assertEquals(
                List.of(true, true, false),
                trace.buffers().stream().map(TraceBuffer::initial).toList());
        TraceOp copy = trace.ops().get(0);
        assertEquals(2, copy.reads().size());
        assertEquals(1, copy.writes().size());
        TraceOp update = trace.ops().get(1);
        assertEquals(update.reads(), update.writes());
        assertEquals(1, update.frees().size());
        assertEquals(1, trace.ops().get(3).frees().size() - 1, "two closed after it");

        ReplayReport report = Replay.run(trace, ReplayOptions.defaults(), Progress.NONE);
        assertTrue(report.isGood(), report::toString);
        assertEquals(4, report.verification().verifiedReads());
    }

    private static void runProgram(OpsTraceSink sink) throws InterruptedException, InputException {
        try (PlatformWorkers workers = new PlatformWorkers("test");
                Device device =
                        new Backends()
                                .named("soft")
                                .open(DeviceOptions.of(1 << 20, 1 << 20), workers);
                MemoryManager manager =
                        MemoryManager.open(
                                device, workers, MemoryOptions.defaults().traceTo(sink))) {
            var kernel = device.load(new KernelCode.InJava("nothing", (memory, scalars) -> {}));
            Client client = manager.client("main");
            BufferHandle uploaded = client.create("uploaded", 4096);
            client.create("never used", 4096).close();
            uploaded.map(Access.OVERWRITE).orThrow().close();
            BufferHandle lent =
                    client.createFrom("lent", MemorySegment.ofArray(new byte[4096]).asReadOnly());
            BufferHandle out = client.create("out", 8192);
            client.submit(Work.named("copy", kernel).reads(uploaded).reads(lent).overwrites(out))
                    .orThrow();
            client.submit(Work.named("update", kernel).updates(out)).orThrow();
            lent.close();
            out.map(Access.OVERWRITE).orThrow().close();
            client.submit(Work.named("look", kernel).reads(out)).orThrow();
            uploaded.close();
            out.close();
        }
    }

    @Test
    void buffersThatAreClosedBeforeAnyOperationDoNotUpsetTheFile() throws Exception {
        Path file = folder.resolve("t.jsonl");
        try (OpsTraceSink sink = OpsTraceSink.to(file, "odd")) {
            sink.buffer(1, 8, "c");
            sink.uploaded(1);
            sink.uploaded(1);
            sink.freed(1);
            sink.buffer(2, 8, "c");
            sink.operation("o", List.of(), List.of(2L));
        }

        Trace trace = new TraceReader().read(file);

        assertEquals(List.of("free", "o"), trace.ops().stream().map(TraceOp::name).toList());
    }

    @Test
    void aFileThatCannotBeOpenedIsToldAtOnce() {
        assertThrows(
                IOException.class, () -> OpsTraceSink.to(folder.resolve("no/such/folder"), "x"));
    }

    @Test
    void whatIsHeldBackIsWrittenAtTheEnd() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TraceRecording recording = new TraceRecording(bytes, "held");
        recording.take(new Note.Created(7, 16, ""));
        recording.take(new Note.Submitted("only", List.of(7L), List.of()));
        recording.take(new Note.Freed(7));
        recording.finish();

        Trace trace = new TraceReader().read(new ByteArrayInputStream(bytes.toByteArray()), "held");

        assertEquals(1, trace.ops().getFirst().frees().size());
    }
}
