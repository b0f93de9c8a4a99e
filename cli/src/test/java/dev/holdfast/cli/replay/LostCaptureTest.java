package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.report.ReportPrinter;
import dev.holdfast.device.fault.FaultSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostCaptureTest {
    @TempDir private Path folder;

    @Test
    void captureThatCannotBeWrittenCostsNoReport() throws Exception {
        Path captures = folder.resolve("captures");
        ReplayOptions options =
                ReplayOptions.defaults()
                        .withFaults(List.of(FaultSpec.parse("kernel:hang@#1")))
                        .withWatchdog(Duration.ofMillis(200))
                        .withCaptures(captures);
        var trace = new SmallTrace().buffer("a", 65536).op("f", "", "a").op("g", "a", "").build();
        // the folder goes once the replay has begun, as room on a disk can
        Progress meanwhile =
                (what, status) -> {
                    delete(captures);
                    return () -> {};
                };
        ReplayReport report = Replay.run(trace, options, meanwhile);

        assertEquals(List.of(), report.captures());
        assertEquals(
                List.of("capture 1 could not be written to " + captures + ": no such folder"),
                report.warnings());
        assertTrue(report.traffic().resets() >= 1);
        StringWriter text = new StringWriter();
        new ReportPrinter(new PrintWriter(text)).print(report);
        assertTrue(text.toString().contains("warning     capture 1 could not be"), text::toString);
        assertFalse(Files.exists(captures));
    }

    private static void delete(Path captures) {
        try {
            Files.delete(captures);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
