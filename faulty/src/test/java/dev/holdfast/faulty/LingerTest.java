package dev.holdfast.faulty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A command that is given up without being stopped: its places are written long afterwards.
@Timeout(60)
final class LingerTest {
    private static final HeapRange PLACE = FaultyRig.onDevice(4096, 2048);

    private static Command copyIn() {
        return FaultyRig.copy(FaultyRig.onHost(0, 2048), PLACE);
    }

    /// True if `place` changes under its next owner, who writes it once and lets others work.
    private static boolean isWrittenLater(
            long seed, String spec, HeapRange place, Function<FaultyRig, Command> command) {
        try (FaultyRig rig = new FaultyRig(seed, spec)) {
            rig.submit(QueueKind.COPY_IN, "given-up", command.apply(rig));
            rig.workers.runUntilIdle();
            assertEquals(List.of("given-up@0!UNSTOPPED"), rig.log);
            rig.view(place).fill((byte) 0x44);
            byte[] mine = rig.bytes(place);
            boolean changed = false;
            for (int i = 0; i < 200; i++) {
                rig.submit(QueueKind.COPY_OUT, "other", new Command.Marker());
                rig.workers.runUntilIdle();
                changed |= !Arrays.equals(mine, rig.bytes(place));
            }
            assertOnly(rig, place);
            return changed;
        }
    }

    /// Nothing but `place` holds anything but zeros.
    private static void assertOnly(FaultyRig rig, HeapRange place) {
        rig.view(place).fill((byte) 0);
        byte[] zeros = new byte[(int) FaultyRig.HEAP_BYTES];
        for (int heap = 0; heap < 2; heap++) {
            assertArrayEquals(zeros, rig.bytes(new HeapRange(heap, 0, FaultyRig.HEAP_BYTES)));
        }
    }

    /// Breaks if it only fails.
    @Test
    void whoeverReusesItsSpaceSeesIt() {
        for (int seed = 0; seed < 20; seed++) {
            assertTrue(isWrittenLater(seed, "copy-in:linger@#1", PLACE, rig -> copyIn()));
            assertTrue(
                    isWrittenLater(
                            seed,
                            "clear:linger@#1",
                            PLACE,
                            rig -> new Command.Fill(List.of(PLACE))));
            HeapRange host = FaultyRig.onHost(4096, 2048);
            assertTrue(
                    isWrittenLater(
                            seed,
                            "copy-out:linger@#1",
                            host,
                            rig -> FaultyRig.copy(FaultyRig.onDevice(0, 2048), host)));
        }
    }

    /// Breaks if a kernel's granules count as its own beyond the size of its argument, or what it
    /// was given to read.
    @Test
    void aKernelWritesWhatItWasGivenToWrite() {
        for (int seed = 0; seed < 20; seed++) {
            HeapRange read = FaultyRig.onDevice(0, 4096);
            HeapRange granules = FaultyRig.onDevice(4096, 4096);
            assertTrue(
                    isWrittenLater(
                            seed,
                            "kernel:linger@#1",
                            PLACE,
                            rig -> {
                                Command.Launch launch =
                                        rig.launch((memory, scalars) -> {}, read, granules);
                                var reads = new BufferArgument(1L << 32, List.of(read), 64, false);
                                var writes =
                                        new BufferArgument(2L << 32, List.of(granules), 2048, true);
                                return new Command.Launch(
                                        launch.kernel(),
                                        List.of(reads, writes),
                                        new long[0],
                                        launch.space());
                            }));
        }
    }

    /// Breaks if a late launch only writes to the ranges that it was given.
    @Test
    void lateLaunchWritesToWhateverIsMappedAtItsAddress() {
        int written = 0;
        for (int seed = 0; seed < 20; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "kernel:linger@#1")) {
                HeapRange next = FaultyRig.onDevice(8192, 2048);
                Command.Launch launch = rig.launch((memory, scalars) -> {}, PLACE);
                rig.submit(QueueKind.COMPUTE, "given-up", launch);
                rig.workers.runUntilIdle();
                launch.space().orElseThrow().unmap(1L << 32, 2048);
                launch.space().orElseThrow().map(1L << 32, List.of(next), true);
                for (int i = 0; i < 200; i++) {
                    rig.submit(QueueKind.COPY_OUT, "other", new Command.Marker());
                    rig.workers.runUntilIdle();
                }
                written += Arrays.equals(new byte[2048], rig.bytes(next)) ? 0 : 1;
            }
        }
        assertTrue(written > 5, written + " of 20 have written there");
    }

    /// Breaks if writes are only ever triggered by other commands.
    @Test
    void timeAloneIsEnough() {
        for (int seed = 0; seed < 20; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "copy-in:linger@#1")) {
                rig.submit(QueueKind.COPY_IN, "given-up", copyIn());
                rig.workers.runUntilIdle();
                rig.view(PLACE).fill((byte) 0x44);
                byte[] mine = rig.bytes(PLACE);
                rig.workers.advance(100_000);
                assertFalse(Arrays.equals(mine, rig.bytes(PLACE)), "seed " + seed);
                rig.view(PLACE).fill((byte) 0x44);
                rig.workers.runToEnd();
                assertFalse(Arrays.equals(mine, rig.bytes(PLACE)), "seed " + seed + ", again");
                assertEquals(0, rig.workers.alarms(), "and it comes to an end");
            }
        }
    }

    /// Breaks if a straggler always writes garbage: old bytes of another client's are worse.
    @Test
    void itMayDoItsOwnWorkOnceMore() {
        boolean seen = false;
        for (int seed = 0; seed < 40 && !seen; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "copy-in:linger@#1")) {
                rig.submit(QueueKind.COPY_IN, "given-up", copyIn());
                rig.workers.runUntilIdle();
                rig.view(FaultyRig.onHost(0, 2048)).fill((byte) 0x55);
                for (int i = 0; i < 200 && !seen; i++) {
                    rig.submit(QueueKind.COPY_OUT, "other", new Command.Marker());
                    rig.workers.runUntilIdle();
                    seen = Arrays.equals(rig.bytes(FaultyRig.onHost(0, 2048)), rig.bytes(PLACE));
                }
            }
        }
        assertTrue(seen);
    }

    /// Breaks if such a copy is done once more: what was lent is gone by then.
    @Test
    void whatWasLentIsNotReadAgain() {
        for (int seed = 0; seed < 40; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "copy-in:linger@#1")) {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment lent = arena.allocate(2048).fill((byte) 0x66);
                    rig.submit(
                            QueueKind.COPY_IN,
                            "given-up",
                            FaultyRig.copy(new CopySource.Lent(lent), PLACE));
                    rig.workers.runUntilIdle();
                }
                rig.view(PLACE).fill((byte) 0x44);
                rig.workers.advance(100_000);
                byte[] mine = new byte[2048];
                Arrays.fill(mine, (byte) 0x44);
                assertFalse(Arrays.equals(mine, rig.bytes(PLACE)), "seed " + seed);
            }
        }
    }

    @Test
    void aSeedRepeatsItToTheLastBit() {
        assertArrayEquals(run(5), run(5));
        assertFalse(Arrays.equals(run(5), run(6)));
    }

    private static byte[] run(long seed) {
        try (FaultyRig rig = new FaultyRig(seed, "copy-in:linger@30%")) {
            for (int i = 0; i < 100; i++) {
                rig.submit(
                        QueueKind.values()[i % 3],
                        "c",
                        FaultyRig.copy(
                                FaultyRig.onHost(0, 4096),
                                FaultyRig.onDevice(i % 30 * 4096L, 4096)));
                rig.workers.step();
            }
            rig.workers.advance(50_000);
            return rig.bytes(FaultyRig.onDevice(0, 30 * 4096));
        }
    }

    @Test
    void theQueueGoesOnAtOnceAndInOrder() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:linger@#2")) {
            for (int i = 1; i <= 3; i++) {
                rig.submit(QueueKind.COPY_IN, "c" + i, FaultyRig.in(8));
            }
            rig.workers.runUntilIdle();
            assertEquals(List.of("c1@0", "c2@0!UNSTOPPED", "c3@0"), rig.log);
        }
    }

    /// Breaks if close does not call the straggler off: it would write to a device that is closed.
    @Test
    void aClosedDeviceIsNotWrittenTo() {
        FaultyRig rig = new FaultyRig(1, "copy-in:linger@#1");
        rig.submit(QueueKind.COPY_IN, "given-up", copyIn());
        rig.workers.runUntilIdle();
        assertEquals(1, rig.workers.alarms());
        MemorySegment view = rig.view(PLACE);
        rig.close();
        assertFalse(view.scope().isAlive());
        assertEquals(0, rig.workers.alarms());
        rig.workers.runToEnd();
    }

    /// Breaks if close does not ask who is writing: the device behind would refuse to close.
    @Test
    void closingUnderAStragglerEndsBehindIt() {
        FaultyRig rig = new FaultyRig(1, "copy-in:linger@#1");
        rig.submit(QueueKind.COPY_IN, "given-up", copyIn());
        rig.workers.runUntilIdle();
        rig.workers.fireNext();
        assertTrue(rig.workers.step("faulty-device"), "the write is submitted");
        MemorySegment view = rig.view(PLACE);
        rig.close();
        assertThrows(IllegalStateException.class, () -> rig.view(PLACE));
        assertThrows(
                IllegalStateException.class,
                () -> rig.submit(QueueKind.COPY_IN, "late", new Command.Marker()));
        rig.close();
        assertTrue(view.scope().isAlive(), "the write is not over");
        rig.workers.runToEnd();
        assertFalse(view.scope().isAlive());
    }

    @Test
    void launchWithAddressesOrRangesWritesOnAndOneWithNeitherDoesNot() {
        try (FaultyRig rig = new FaultyRig(1, "kernel:linger@always")) {
            Command.Launch launch = rig.launch((memory, scalars) -> {}, PLACE);
            var argument = new BufferArgument(1L << 32, List.of(), 2048, true);
            rig.submit(
                    QueueKind.COMPUTE,
                    "given-up",
                    new Command.Launch(
                            launch.kernel(), List.of(argument), new long[0], launch.space()));
            rig.submit(QueueKind.COMPUTE, "bare", rig.launch((memory, scalars) -> {}));
            rig.submit(
                    QueueKind.COMPUTE,
                    "ranges",
                    new Command.Launch(
                            launch.kernel(), launch.arguments(), new long[0], Optional.empty()));
            rig.workers.runUntilIdle();
            assertEquals(2, rig.workers.alarms(), "of all but the bare one");
        }
    }
}
