package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.replay.CaptureFolder;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.capture.Placement;
import dev.holdfast.memory.capture.Trigger;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `capture show`, `extract`, `html` and `i915-text`, of a capture and of files that are none.
class CaptureCommandTest {
    private static final byte[] BYTES = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] OTHER = "fedcba9876543210".getBytes(StandardCharsets.US_ASCII);

    @TempDir private Path folder;

    private static CapturedObject object(long id, String name, boolean moved, Contents contents) {
        Placement then = new Placement("device", List.of(new HeapRange(0, 0x4000 * id, 16)));
        Placement now = new Placement("host", List.of(new HeapRange(1, 0, 16)));
        return new CapturedObject(
                id,
                name,
                "a",
                700,
                "reads",
                0x1000,
                16,
                256,
                2,
                then,
                List.of(moved ? now : then),
                moved,
                contents);
    }

    private String file() throws Exception {
        Placement place = new Placement("device", List.of(new HeapRange(0, 0x4000, 16)));
        var use = new CapturedCommand.Use(1, "weights", "reads", 0x1000, 16, 2, place, true);
        var command =
                new CapturedCommand(
                        700,
                        "tenant 2",
                        "attention",
                        "verify",
                        "compute",
                        CapturedCommand.Stage.HANDED_OVER,
                        true,
                        1_000_000,
                        2_000_000,
                        List.of(),
                        List.of(use),
                        List.of("app.Main.step(Main.java:42)\u001b[2J"));
        var bytes = new Contents.Present(List.of(MemorySegment.ofArray(BYTES)), false, "");
        var other = new Contents.Present(List.of(MemorySegment.ofArray(OTHER)), false, "");
        var capture =
                new Capture(
                        1,
                        Instant.parse("2026-11-25T12:00:00Z"),
                        502_000_000,
                        Trigger.WATCHDOG,
                        Optional.of(Fault.of(FaultKind.DEADLINE_PASSED, "500 ms are over")),
                        "soft",
                        false,
                        List.of(new Capture.RegionState("device", 0, 65536, 65536, 4096, 0, 0)),
                        List.of(),
                        List.of(command),
                        List.of(
                                object(1, "weights", true, bytes),
                                object(
                                        2,
                                        "../late",
                                        false,
                                        new Contents.Missing(
                                                Contents.Why.NOT_THERE_YET, "not arrived")),
                                object(1, "weights", false, other)),
                        1);
        CaptureFolder captures = new CaptureFolder(folder.resolve("captures"));
        return captures.add(capture).orElseThrow().toString();
    }

    @Test
    void whatHungAndWhatItRanFromIsSaid() throws Exception {
        String out = Invocation.of("capture", "show", "--hex", file()).good().out();
        for (String line :
                List.of(
                        "Capture 1 of device \"soft\", watchdog, at 2026-11-25T12:00:00Z",
                        "  DEADLINE_PASSED: 500 ms are over",
                        "Command 700, \"attention\" of client \"tenant 2\", kernel \"verify\""
                                + " on the compute queue, with the driver for 500 ms",
                        "  reads      \"weights\" (16 B, version 2) at device 0x4000",
                        "    app.Main.step(Main.java:42)\\u001b[2J",
                        "Captured: 3 objects, of which 1 have moved since",
                        "\"../late\" has no bytes: not there yet, not arrived",
                        "▶ tenant 2 · attention",
                        "30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef")) {
            assertTrue(out.contains(line), () -> line + "\nis not in\n" + out);
        }
        assertFalse(out.contains("\u001b"), "a name reached the terminal as more than text");
    }

    @Test
    void programsGetWhatIsInTheFile() throws Exception {
        var json = Invocation.of("capture", "show", "--json", file()).good().json();
        assertEquals("holdfast-capture", json.get("format").stringValue());
        assertEquals("weights", json.get("objects").get(0).get("name").stringValue());
    }

    @Test
    void bytesAreExtractedAsTheyWere() throws Exception {
        Path out = folder.resolve("out");
        String said =
                Invocation.of("capture", "extract", file(), "-o", out.toString()).good().out();
        assertArrayEquals(BYTES, Files.readAllBytes(out.resolve("1-weights.bin")));
        assertArrayEquals(OTHER, Files.readAllBytes(out.resolve("1-weights.2.bin")));
        assertTrue(said.contains("\"../late\" has no bytes: not there yet, not arrived"), said);
        try (var files = Files.list(out)) {
            assertEquals(2, files.count());
        }
        Invocation.of("capture", "extract", file(), "nobody", "-o", out.toString())
                .refused("no captured object is called \"nobody\"");
    }

    @Test
    void thePageAndTheTextAreWritten() throws Exception {
        String file = file();
        Invocation.of("capture", "html", file).good();
        assertTrue(Files.readString(Path.of(file + ".html")).contains("tenant 2 · attention"));
        String text = Invocation.of("capture", "i915-text", file).good().out();
        assertTrue(text.contains("a/weights --- user = 0x00000000 00001000\n:"), text);
        assertTrue(text.contains("End-of-capture: 2 buffers"), text);
    }

    @Test
    void whatIsNoCaptureIsRefusedInOneLine() throws Exception {
        String nowhere = folder.resolve("nowhere.zip").toString();
        Path text = Files.writeString(folder.resolve("text"), "hello");
        for (String what : List.of("show", "html", "i915-text")) {
            Invocation.of("capture", what, nowhere).refused(nowhere, "no such file");
            Invocation.of("capture", what, text.toString()).refused("not a capture file");
        }
        Invocation.of("capture").refused("show, extract, html or i915-text");
        Invocation.of("capture", "html", file(), "-o", folder.resolve("no/where").toString())
                .refused("cannot be written");
    }
}
