package dev.holdfast.cli.failsafe;

import static dev.holdfast.cli.failsafe.FailsafeRig.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.Installed;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On every device: moves of all sizes, from many threads, behind kernels that take their time.
@ParameterizedClass
@ValueSource(strings = {"soft", "soft-flat", "opencl"})
class MovesTest {
    @Parameter private String device;

    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;
    private static final long CHUNK = 8 * MIB;

    private static final String[] A_THIRD_FAILS = {
        "copy-in:fail@30%", "copy-out:fail@30%", "clear:fail@30%", "bookkeeping:fail@30%"
    };

    @BeforeEach
    void require() throws Exception {
        Installed.require(device);
    }

    /// Moves an object out and back `moves` times, unsynchronised, and checks all of it.
    private static void moveOften(FailsafeRig rig, String who, long sizeBytes, int moves)
            throws InterruptedException {
        try (var client = rig.manager().client(who)) {
            BufferHandle moved = client.create(who + "'s", sizeBytes);
            BufferHandle other = client.create(who + "'s other", sizeBytes);
            submit(moved, rig.write(moved, 0));
            Fence last = Fence.signalled();
            for (int move = 0; move < moves; move++) {
                submit(other, rig.write(other, move));
                last = submit(moved, rig.bump(moved, move));
            }
            last.await().orThrow();
            assertEquals(0, FailsafeRig.wrongWords(moved, moves));
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                4 * KIB,
                4 * KIB + 8,
                CHUNK - 4 * KIB,
                CHUNK - 8,
                CHUNK,
                CHUNK + 8,
                CHUNK + 4 * KIB,
                3 * CHUNK,
                64 * MIB
            })
    @Scenario(
            value = {"26", "31", "A1"},
            breaks =
                    "the last chunk, or what does not fill one, is not copied, checked or repaired")
    void ofAllSizesAroundThatOfAChunk(long sizeBytes) throws InterruptedException {
        long deviceBytes = (sizeBytes + 4095) / 4096 * 4096;
        try (var rig =
                new FailsafeRig(
                        device, deviceBytes, 3 * deviceBytes, deviceBytes, 5, A_THIRD_FAILS)) {
            moveOften(rig, "one", sizeBytes, 3);
            assertTrue(rig.manager().counters().get(Counter.EVICTIONS) >= 3);
        }
    }

    @Test
    @Scenario(
            value = {"26", "38", "C17"},
            breaks = "moves set up by one thread rely on state that another is changing")
    void fromMoreThreadsThanThereAreCores() throws Exception {
        int threads = Runtime.getRuntime().availableProcessors() + 1;
        try (var rig = new FailsafeRig(device, 8 * MIB, 64 * MIB, 4 * MIB, 9, A_THIRD_FAILS);
                var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String who = "client " + thread;
                long sizeBytes = MIB + thread * 512 * KIB + 8L * thread;
                running.add(
                        pool.submit(() -> {
                            moveOften(rig, who, sizeBytes, 5);
                            return null;
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }
    }

    @Test
    @Scenario(
            value = {"37", "A14"},
            breaks = "setting a move up waits for anything that the device has to do")
    void behindAKernelThatDoesNotEndFiveMigrationsAreSubmitted() throws Exception {
        boolean[] forced = {false};
        var watchdog = Executors.newSingleThreadScheduledExecutor();
        try (var rig = new FailsafeRig(device, 3 * MIB, 32 * MIB, 3 * MIB, 1)) {
            var spinner = rig.spinner();
            // it would wait for ever, were it not for this: upstream's watchdog kills the spinner
            var _ =
                    watchdog.schedule(
                            () -> {
                                forced[0] = true;
                                spinner.end();
                            },
                            30,
                            TimeUnit.SECONDS);
            BufferHandle moved = rig.manager().client("one").create("moved", 2 * MIB);
            BufferHandle other = rig.manager().client("two").create("other", 2 * MIB);
            submit(moved, rig.write(moved, 0));
            Fence spinning = submit(moved, Work.launch(spinner.kernel()).reads(moved));
            List<Fence> behind = new ArrayList<>();
            for (int move = 0; move < 5; move++) {
                behind.add(submit(other, rig.write(other, move)));
                behind.add(submit(moved, rig.bump(moved, move)));
            }
            assertFalse(spinning.isSettled() || forced[0], "all of it is submitted");
            for (Fence each : behind) {
                assertFalse(each.isSettled(), "and none of it is done");
            }
            spinner.end();
            for (Fence each : behind) {
                each.await().orThrow();
            }
            assertEquals(0, FailsafeRig.wrongWords(moved, 5));
        } finally {
            watchdog.shutdownNow();
        }
    }
}
