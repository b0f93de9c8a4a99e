package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.capturefile.CaptureReader;
import dev.holdfast.cli.Installed;
import dev.holdfast.cli.Replayed;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.Trigger;
import dev.holdfast.testing.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A replay in which a kernel hangs leaves a capture, and its words are those of the trace: where
/// the CPU sees device memory, and where each of them comes by way of the device.
@ParameterizedClass
@ValueSource(strings = {"soft", "soft-flat", "opencl"})
class CapturedReplayTest {
    @Parameter private String device;

    @TempDir private Path folder;

    @BeforeEach
    void require() throws Exception {
        Installed.require(device);
    }

    @Test
    @Scenario(
            value = {"1", "J8"},
            breaks = "a capture reads something else than what the operation was submitted with")
    void theWordsOfAHungOperationAreThoseOfTheTrace() throws Exception {
        long words = 0;
        for (int hangs = 150; hangs <= 450; hangs += 100) {
            Path captures = folder.resolve("at-" + hangs);
            JsonNode report =
                    Replayed.json(
                            1,
                            "--device",
                            device,
                            "--scale",
                            "0.05",
                            "--device-memory",
                            "25%",
                            "--clients",
                            "2",
                            "--watchdog",
                            "500ms",
                            "--fault",
                            "kernel:hang@#" + hangs,
                            "--capture-dir",
                            captures.toString());
            assertEquals(1, report.get("captures").intValue());
            JsonNode captured = report.get("captured").get(0);
            assertEquals(0, captured.get("wrongWords").longValue(), captured.toString());
            words += captured.get("words").longValue();
            assertEquals(0, report.get("mismatchedReads").longValue());
            assertEquals(0, report.get("leaks").intValue());

            Capture capture = CaptureReader.read(captures.resolve("capture-1.zip"));
            assertEquals(Trigger.WATCHDOG, capture.trigger());
            CapturedCommand guilty = capture.guilty().orElseThrow();
            assertEquals(captured.get("op").stringValue(), guilty.name());
            long flagged = guilty.uses().stream().filter(CapturedCommand.Use::captured).count();
            assertEquals(flagged, capture.objects().size());
        }
        assertTrue(words > 0, "no operation that hung was one that reads");
    }

    @Test
    void withoutAHangThereIsNothingToCapture() throws Exception {
        Path captures = folder.resolve("none");
        JsonNode report =
                Replayed.json(
                        0,
                        "--device",
                        device,
                        "--scale",
                        "0.05",
                        "--device-memory",
                        "50%",
                        "--capture-dir",
                        captures.toString());
        assertEquals(0, report.get("captures").intValue());
        assertTrue(Files.isDirectory(captures));
        assertFalse(Files.exists(captures.resolve("capture-1.zip")));
    }
}
