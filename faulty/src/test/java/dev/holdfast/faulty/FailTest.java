package dev.holdfast.faulty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a failing command leaves behind.
final class FailTest {

    /// The target holds what the copy would put there: only garbage can make it wrong.
    @ParameterizedTest
    @ValueSource(longs = {8, 9, 15, 16, 17, 256, 4096, 65_536, 65_544, 300_000, 1 << 20})
    void aFailedCopyIsWrongEvenIfTheTargetWasRightBefore(long sizeBytes) {
        for (int seed = 0; seed < 40; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "copy-in:fail@always")) {
                HeapRange target = FaultyRig.onDevice(0, sizeBytes);
                rig.view(FaultyRig.onHost(0, sizeBytes)).fill((byte) 0x5a);
                rig.view(target).fill((byte) 0x5a);
                rig.submit(QueueKind.COPY_IN, "copy", FaultyRig.in(sizeBytes));
                rig.workers.runUntilIdle();
                assertEquals(List.of("copy@0!COPY_FAILED"), rig.log);
                assertTrue(
                        rig.view(target).mismatch(rig.view(FaultyRig.onHost(0, sizeBytes))) >= 0,
                        "seed " + seed);
            }
        }
    }

    /// Prefix right, then untouched or garbage; over many seeds each of these is seen.
    @Test
    void everyKindOfDamageIsDone() {
        boolean somePrefix = false;
        boolean noPrefix = false;
        boolean someUntouched = false;
        boolean allScribbled = false;
        for (int seed = 0; seed < 200; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "copy-out:fail@always")) {
                long size = 512;
                rig.view(FaultyRig.onDevice(0, size)).fill((byte) 0x11);
                rig.view(FaultyRig.onHost(0, size + 64)).fill((byte) 0x22);
                rig.submit(QueueKind.COPY_OUT, "copy", FaultyRig.out(size));
                rig.workers.runUntilIdle();
                long[] words =
                        rig.view(FaultyRig.onHost(0, size + 64)).toArray(ValueLayout.JAVA_LONG);
                for (int i = 64; i < 72; i++) {
                    assertEquals(0x2222222222222222L, words[i], "nothing beside is touched");
                }
                long untouched =
                        Arrays.stream(words, 0, 64).filter(w -> w == 0x2222222222222222L).count();
                int prefix = 0;
                while (words[prefix] == 0x1111111111111111L) {
                    prefix++;
                }
                assertTrue(prefix < 64, "never all right");
                for (int i = prefix; i < 64; i++) {
                    assertFalse(words[i] == 0x1111111111111111L, "right only in the prefix");
                }
                somePrefix |= prefix > 0;
                noPrefix |= prefix == 0;
                someUntouched |= untouched > 0;
                allScribbled |= untouched == 0;
            }
        }
        assertTrue(somePrefix && noPrefix && someUntouched && allScribbled);
    }

    @Test
    void aSeedRepeatsTheDamage() {
        assertArrayEquals(damage(5), damage(5));
        assertFalse(Arrays.equals(damage(5), damage(6)));
    }

    private static byte[] damage(long seed) {
        try (FaultyRig rig = new FaultyRig(seed, "copy-in:fail@50%")) {
            for (int i = 0; i < 20; i++) {
                rig.submit(
                        QueueKind.COPY_IN,
                        "c",
                        FaultyRig.copy(
                                FaultyRig.onHost(0, 4096), FaultyRig.onDevice(i * 4096L, 4096)));
            }
            rig.workers.runUntilIdle();
            return rig.view(FaultyRig.onDevice(0, 20 * 4096)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Test
    void piecesAreDamagedAsOneRunOfBytes() {
        SplittableRandom random = new SplittableRandom(4);
        for (int seed = 0; seed < 100; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "copy-in:fail@always");
                    Arena arena = Arena.ofConfined()) {
                List<Transfer> transfers = new ArrayList<>();
                long at = 64;
                for (int i = 0; i < 10; i++) {
                    long size = random.nextLong(1, 100);
                    MemorySegment lent = arena.allocate(size).fill((byte) 0x11);
                    transfers.add(
                            new Transfer(new CopySource.Lent(lent), FaultyRig.onDevice(at, size)));
                    at += size + 32;
                }
                rig.view(FaultyRig.onDevice(0, 4096)).fill((byte) 0x22);
                rig.submit(QueueKind.COPY_IN, "copy", new Command.Copy(transfers));
                rig.workers.runUntilIdle();
                assertEquals(List.of("copy@0!COPY_FAILED"), rig.log);
                assertGaps(rig, transfers);
            }
        }
    }

    private static void assertGaps(FaultyRig rig, List<Transfer> transfers) {
        byte[] bytes = rig.view(FaultyRig.onDevice(0, 4096)).toArray(ValueLayout.JAVA_BYTE);
        boolean wrong = false;
        for (int at = 0; at < bytes.length; at++) {
            int here = at;
            boolean inside =
                    transfers.stream()
                            .anyMatch(t -> t.target().offset() <= here && here < t.target().end());
            if (inside) {
                wrong |= bytes[at] != 0x11;
            } else {
                assertEquals(0x22, bytes[at], "byte " + at + " between the pieces");
            }
        }
        assertTrue(wrong);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 8, 256, 70_000, 1 << 20})
    void aFailedFillLeavesSomethingThatIsNotZero(long sizeBytes) {
        int seeds = sizeBytes < 8 ? 1000 : 40;
        for (int seed = 0; seed < seeds; seed++) {
            try (FaultyRig rig = new FaultyRig(seed, "clear:fail@always")) {
                HeapRange target = FaultyRig.onDevice(0, sizeBytes);
                rig.submit(QueueKind.COPY_IN, "fill", new Command.Fill(List.of(target)));
                rig.workers.runUntilIdle();
                assertEquals(List.of("fill@0!COPY_FAILED"), rig.log);
                byte[] bytes = rig.view(target).toArray(ValueLayout.JAVA_BYTE);
                assertFalse(Arrays.equals(new byte[bytes.length], bytes), "seed " + seed);
            }
        }
    }

    @Test
    void itCompletesInItsPlaceAndTheOthersAreRight() {
        try (FaultyRig rig = new FaultyRig(1, "copy-in:fail@#2")) {
            rig.view(FaultyRig.onHost(0, 4096)).fill((byte) 1);
            for (int i = 1; i <= 3; i++) {
                rig.submit(
                        QueueKind.COPY_IN,
                        "c" + i,
                        FaultyRig.copy(
                                FaultyRig.onHost(0, 4096), FaultyRig.onDevice(i * 4096L, 4096)));
            }
            rig.workers.runUntilIdle();
            assertEquals(List.of("c1@0", "c2@0!COPY_FAILED", "c3@0"), rig.log);
            for (int i : new int[] {1, 3}) {
                assertEquals(
                        -1,
                        rig.view(FaultyRig.onDevice(i * 4096L, 4096))
                                .mismatch(rig.view(FaultyRig.onHost(0, 4096))));
            }
            assertEquals(1, rig.plan.injected());
        }
    }
}
