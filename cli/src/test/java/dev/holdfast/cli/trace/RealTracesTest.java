package dev.holdfast.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The figures of the real traces, counted independently of this code.
class RealTracesTest {
    @Test
    void bertBase256() throws TraceException {
        TraceFigures figures = figures("bert-base-b256.ops.jsonl.gz");

        assertEquals(1369, figures.ops());
        assertEquals(1463, figures.buffers());
        assertEquals(2546, figures.reads());
        assertEquals(276_525_928_448L, figures.readBytes());
        assertEquals(51_282_243_584L, figures.peakLiveBytes());
        assertEquals(17_823_494_144L, figures.initialBytes());
        assertEquals(2.42e9, figures.largestOpBytes(), 0.005e9);
        assertEquals(7_285_464_990L, figures.totalNanos());
    }

    @Test
    void bertBase256AtTheScaleOfTheReadme() throws TraceException {
        Trace scaled = RealTraces.read("bert-base-b256.ops.jsonl.gz").scaled(0.005);
        TraceFigures figures = TraceFigures.of(scaled);

        assertEquals(1.38e9, figures.readBytes(), 0.005e9);
        assertEquals(256e6, figures.peakLiveBytes(), 1e6);
    }

    @Test
    void bertBase128() throws TraceException {
        TraceFigures figures = figures("bert-base-b128.ops.jsonl.gz");

        assertEquals(2546, figures.reads());
        assertEquals(25.9e9, figures.peakLiveBytes(), 0.05e9);
    }

    @Test
    void resnet() throws TraceException {
        TraceFigures figures = figures("resnet-train-step.ops.jsonl.gz");

        assertEquals(7752, figures.ops());
        assertEquals(871, figures.buffers());
        assertEquals(8973, figures.reads());
        assertEquals(3.71e9, figures.peakLiveBytes(), 0.005e9);
        assertEquals(0, figures.totalNanos());
    }

    @Test
    void mooncake() throws TraceException {
        TraceFigures figures = figures("mooncake-conversation.jsonl.gz");

        assertEquals("mooncake-conversation", figures.name());
        assertEquals(12_031, figures.ops());
        assertEquals(182_790, figures.buffers());
        assertEquals(105_710, figures.reads());
        assertEquals(182_790L * (16 << 10), figures.peakLiveBytes());
    }

    @Test
    void aFileOfAnotherKindIsRefusedInOneLine() {
        Path file = RealTraces.file("v100-memory-events.csv.gz");

        assertEquals(
                file + ":1: not JSON (column 1); each line must be one JSON object",
                assertThrows(TraceException.class, () -> new TraceReader().read(file))
                        .getMessage());
    }

    private static TraceFigures figures(String fileName) throws TraceException {
        return TraceFigures.of(RealTraces.read(fileName));
    }
}
