package dev.holdfast.memory.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Captures on real threads: a client's kernel fails, its object is closed at once, and another
/// client takes the space with words of its own, round after round. Whatever a capture shows of the
/// object is the first client's.
class CaptureThreadsTest {
    private static final long KIB = 1 << 10;
    private static final int ROUNDS = 60;

    /// However slow the machine is.
    private static final CaptureLimits PATIENT =
            new CaptureLimits(8192 * KIB, Duration.ofMinutes(30), 16);

    private static Device open(PlatformWorkers workers, long visibleBytes) {
        DeviceProvider soft = ServiceLoader.load(DeviceProvider.class).iterator().next();
        var options =
                new DeviceOptions(
                        512 * KIB, 8192 * KIB, OptionalLong.of(visibleBytes), OptionalLong.empty());
        return soft.open(options, workers);
    }

    private static void write(KernelMemory memory, long[] scalars) {
        for (long at = 0; at < memory.sizeBytes(0); at += 8) {
            memory.putLong(0, at, scalars[0]);
        }
    }

    private static void fail(KernelMemory memory, long[] scalars) {
        throw new KernelFaultException("on purpose");
    }

    @ParameterizedTest
    @ValueSource(longs = {512 * KIB, 0})
    @Scenario(
            value = {"2", "10"},
            breaks = "space is handed on while a capture reads it")
    void nobodyElsesWordIsEverShown(long visibleBytes) throws Exception {
        try (var workers = new PlatformWorkers("captures");
                Device device = open(workers, visibleBytes);
                var manager =
                        MemoryManager.open(
                                device,
                                workers,
                                MemoryOptions.defaults().withCleanShare(0).withCapture(PATIENT))) {
            Kernel write = device.load(new KernelCode.InJava("write", CaptureThreadsTest::write));
            Kernel fail = device.load(new KernelCode.InJava("fail", CaptureThreadsTest::fail));
            Client victim = manager.client("victim");
            Client other = manager.client("other");
            int whole = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                long value = round;
                BufferHandle object = victim.create("object", 384 * KIB);
                victim.submit(Work.launch(write, value).overwrites(object)).orThrow();
                victim.submit(Work.launch(fail).reads(object).captured()).orThrow();
                object.close();
                BufferHandle taking = other.create("taking", 512 * KIB);
                other.submit(Work.launch(write, -value).overwrites(taking)).orThrow();
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
