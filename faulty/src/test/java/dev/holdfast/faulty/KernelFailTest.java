package dev.holdfast.faulty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a kernel that is made to fail leaves behind.
final class KernelFailTest {
    private static final long RIGHT = 0x1111111111111111L;

    /// Writes every word it may write.
    private static final JavaKernel WRITER =
            (memory, scalars) -> {
                for (int argument = 0; argument < memory.arguments(); argument++) {
                    for (long at = 0; at + 8 <= memory.sizeBytes(argument); at += 8) {
                        memory.putLong(argument, at, RIGHT);
                    }
                }
            };

    /// Breaks if the garbage is left out: of a kernel that was stopped behind its last access,
    /// everything would be right.
    @ParameterizedTest
    @ValueSource(longs = {8, 16, 24, 256, 4096})
    void somethingIsWrongEvenIfAllWasRightBefore(long sizeBytes) {
        for (int seed = 0; seed < 60; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "kernel:fail@always")) {
                HeapRange range = FaultyRig.onDevice(256, sizeBytes);
                byte[] right = new byte[(int) sizeBytes];
                Arrays.fill(right, (byte) 0x11);
                rig.view(FaultyRig.onDevice(0, 8192)).fill((byte) 0x11);
                rig.submit(QueueKind.COMPUTE, "kernel", launch(rig, range));
                rig.workers.runUntilIdle();
                assertEquals(List.of("kernel@0!KERNEL_FAILED"), rig.log);
                assertFalse(Arrays.equals(right, rig.bytes(range)), "seed " + seed);
                assertBeside(rig, range);
            }
        }
    }

    private static void assertBeside(FaultyRig rig, HeapRange range) {
        byte[] all = rig.bytes(FaultyRig.onDevice(0, 8192));
        for (int at = 0; at < all.length; at++) {
            if (at < range.offset() || at >= range.end()) {
                assertEquals(0x11, all[at], "byte " + at + " beside the argument");
            }
        }
    }

    private static Command.Launch launch(FaultyRig rig, HeapRange range) {
        HeapRange mapped = FaultyRig.onDevice(range.offset(), 4096);
        AddressSpace space = rig.device.createAddressSpace("launch");
        space.map(4096, List.of(mapped), true);
        Kernel kernel = rig.device.load(new KernelCode.InJava("kernel", WRITER));
        var argument = new BufferArgument(4096, List.of(mapped), range.sizeBytes(), true);
        return new Command.Launch(kernel, List.of(argument), new long[0], Optional.of(space));
    }

    /// Over many seeds it never began, stopped half-way, or came to its end before the garbage.
    @Test
    void everyKindOfHarmIsDone() {
        boolean unbegun = false;
        boolean half = false;
        boolean whole = false;
        for (int seed = 0; seed < 300; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "kernel:fail@always")) {
                HeapRange first = FaultyRig.onDevice(0, 1024);
                HeapRange last = FaultyRig.onDevice(4096, 1024);
                rig.submit(QueueKind.COMPUTE, "kernel", rig.launch(WRITER, first, last));
                rig.workers.runUntilIdle();
                long begun = words(rig, first, RIGHT) + words(rig, last, RIGHT);
                long untouched = words(rig, first, 0) + words(rig, last, 0);
                unbegun |= begun == 0 && untouched > 0;
                half |= begun > 0 && untouched > 0;
                whole |= begun > 0 && untouched == 0;
                assertNotEquals(256, begun);
            }
        }
        assertTrue(unbegun && half && whole);
    }

    private static long words(FaultyRig rig, HeapRange range, long value) {
        return Arrays.stream(rig.view(range).toArray(ValueLayout.JAVA_LONG))
                .filter(word -> word == value)
                .count();
    }

    /// Breaks if the garbage does not ask what is writable: the device behind would refuse it, and
    /// nothing at all would be wrong of what could be written.
    @Test
    void whatIsGivenToReadIsLeftAlone() {
        for (int seed = 0; seed < 60; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "kernel:fail@always")) {
                HeapRange read = FaultyRig.onDevice(0, 1024);
                HeapRange written = FaultyRig.onDevice(4096, 1024);
                Command.Launch both = rig.launch((memory, scalars) -> {}, read, written);
                List<BufferArgument> arguments =
                        List.of(
                                new BufferArgument(1L << 32, List.of(read), 1024, false),
                                both.arguments().get(1));
                rig.submit(
                        QueueKind.COMPUTE,
                        "kernel",
                        new Command.Launch(both.kernel(), arguments, new long[0], both.space()));
                rig.workers.runUntilIdle();
                assertArrayEquals(new byte[1024], rig.bytes(read));
                assertFalse(Arrays.equals(new byte[1024], rig.bytes(written)), "seed " + seed);
            }
        }
    }

    @Test
    void aKernelThatWritesNothingFailsAllTheSame() {
        try (FaultyRig rig = new FaultyRig(3, "kernel:fail@always")) {
            HeapRange read = FaultyRig.onDevice(0, 1024);
            rig.submit(QueueKind.COMPUTE, "reader", rig.launch((m, s) -> {}, false, read));
            rig.submit(QueueKind.COMPUTE, "nothing", rig.launch((m, s) -> {}));
            rig.workers.runUntilIdle();
            assertEquals(List.of("reader@0!KERNEL_FAILED", "nothing@0!KERNEL_FAILED"), rig.log);
            assertArrayEquals(new byte[1024], rig.bytes(read));
        }
    }

    @Test
    void itFailsInItsPlaceAndTheOthersAreRight() {
        try (FaultyRig rig = new FaultyRig(1, "kernel:fail@#2")) {
            for (int i = 0; i < 3; i++) {
                HeapRange range = FaultyRig.onDevice(i * 4096L, 1024);
                rig.submit(QueueKind.COMPUTE, "k" + (i + 1), rig.launch(WRITER, range));
            }
            rig.workers.runUntilIdle();
            assertEquals(List.of("k1@0", "k2@0!KERNEL_FAILED", "k3@0"), rig.log);
            assertEquals(128, words(rig, FaultyRig.onDevice(0, 1024), RIGHT));
            assertEquals(128, words(rig, FaultyRig.onDevice(8192, 1024), RIGHT));
        }
    }

    @Test
    void itsFaultNamesItAndSaysThatItWasOnPurpose() {
        try (FaultyRig rig = new FaultyRig(1, "kernel:fail@always")) {
            AtomicReference<Fault> told = new AtomicReference<>();
            rig.device
                    .queue(QueueKind.COMPUTE)
                    .submit(rig.launch(WRITER, FaultyRig.onDevice(0, 1024)), told::set);
            rig.workers.runUntilIdle();
            assertEquals("kernel \"kernel\" (visit 1) was made to fail", told.get().message());
        }
    }

    @Test
    void aSeedRepeatsTheHarm() {
        assertArrayEquals(harm(5), harm(5));
        assertFalse(Arrays.equals(harm(5), harm(6)));
    }

    private static byte[] harm(long seed) {
        try (FaultyRig rig = new FaultyRig(seed, "kernel:fail@50%")) {
            for (int i = 0; i < 20; i++) {
                HeapRange range = FaultyRig.onDevice(i * 4096L, 4096);
                rig.submit(QueueKind.COMPUTE, "k", rig.launch(WRITER, range));
            }
            rig.workers.runUntilIdle();
            return rig.bytes(FaultyRig.onDevice(0, 20 * 4096));
        }
    }
}
