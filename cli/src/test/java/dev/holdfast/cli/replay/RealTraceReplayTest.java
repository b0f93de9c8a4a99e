package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.trace.RealTraces;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.cli.trace.TraceFigures;
import dev.holdfast.cli.trace.TraceReader;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// Working sets of real programs, at sizes that take a moment.
class RealTraceReplayTest {
    private static ReplayReport run(Trace trace, String deviceMemory) {
        ReplayOptions options =
                ReplayOptions.defaults().withDeviceMemory(MemorySize.parse(deviceMemory));
        ReplayReport report = SmallTrace.run(trace, options);
        assertTrue(report.isGood(), report::toString);
        assertTrue(report.peakDeviceBytes() <= report.deviceBytes());
        return report;
    }

    @Test
    void aTrainingStepOfBertInAQuarterOfItsMemory() throws TraceException {
        Trace trace = RealTraces.read("bert-base-b256.ops.jsonl.gz").scaled(0.001);

        ReplayReport quarter = run(trace, "25%");

        assertEquals(2546, quarter.verification().reads());
        assertEquals(2546, quarter.verification().verifiedReads());
        assertEquals(TraceFigures.of(trace).readBytes(), quarter.verification().verifiedBytes());
        assertTrue(quarter.traffic().evictions() > 0);
        assertEquals(run(trace, "100%").verification().digest(), quarter.verification().digest());
    }

    @Test
    void trainingStepsOfAResnetWithManyTinyBuffers() throws TraceException {
        Trace trace = RealTraces.read("resnet-train-step.ops.jsonl.gz").scaled(0.01);

        ReplayReport half = run(trace, "50%");

        assertEquals(8973, half.verification().verifiedReads());
        assertEquals(run(trace, "100%").verification().digest(), half.verification().digest());
    }

    @Test
    void theFirstRequestsOfALanguageModelService() throws TraceException, IOException {
        String requests;
        try (var file = Files.newInputStream(RealTraces.file("mooncake-conversation.jsonl.gz"));
                var lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            requests = lines.lines().limit(400).collect(Collectors.joining("\n"));
        }
        Trace trace =
                new TraceReader(4096)
                        .read(
                                new ByteArrayInputStream(requests.getBytes(StandardCharsets.UTF_8)),
                                "mooncake");

        ReplayReport report = run(trace, "15%");

        assertTrue(report.verification().verifiedReads() > 0);
        assertTrue(report.traffic().evictions() > 0);
    }
}
