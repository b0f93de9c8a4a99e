package dev.holdfast.memory.capture;

import static dev.holdfast.memory.capture.Captures.KIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.Workers;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.WordKernels;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Captures on real threads: a client's kernel fails, its object is closed at once, and another
/// client takes the space with words of its own, round after round. Whatever a capture shows of the
/// object is the first client's.
public interface CaptureThreadsContract {
    /// How often.
    int ROUNDS = 60;

    /// However slow the machine is.
    CaptureLimits PATIENT = new CaptureLimits(8192 * KIB, Duration.ofMinutes(30), 16);

    /// Opens a device; one on which a kernel of [WordKernels] that finds a wrong word fails.
    Device open(DeviceOptions options, Workers workers);

    @Test
    @Scenario(
            value = {"2", "10"},
            breaks = "space is handed on while a capture reads it")
    default void nobodyElsesWordIsEverShown() throws Exception {
        try (var workers = new PlatformWorkers("captures");
                Device device = open(DeviceOptions.of(512 * KIB, 8192 * KIB), workers);
                var manager =
                        MemoryManager.open(
                                device,
                                workers,
                                MemoryOptions.defaults().withCleanShare(0).withCapture(PATIENT))) {
            WordKernels kernels = WordKernels.of(device);
            Client victim = manager.client("victim");
            Client other = manager.client("other");
            int whole = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                long value = round;
                BufferHandle object = victim.create("object", 384 * KIB);
                victim.submit(Work.launch(kernels.write(), value, 0).overwrites(object)).orThrow();
                // every word is another than it looks for
                Work fails = Work.launch(kernels.check(), -value, 0).reads(object).captured();
                victim.submit(fails).orThrow();
                object.close();
                BufferHandle taking = other.create("taking", 512 * KIB);
                other.submit(Work.launch(kernels.write(), -value, 0).overwrites(taking)).orThrow();
                taking.close();
                manager.awaitIdle();
                Capture capture = manager.takeCapture().orElseThrow();
                assertEquals(1, capture.objects().size(), "round " + round);
                CapturedObject shown = capture.objects().getFirst();
                Contents.Present contents = Captures.present(shown);
                whole += contents.truncated() ? 0 : 1;
                assertTrue(
                        Captures.words(contents).stream().allMatch(word -> word == value),
                        "round " + round);
            }
            assertEquals(ROUNDS, whole);
        }
    }
}
