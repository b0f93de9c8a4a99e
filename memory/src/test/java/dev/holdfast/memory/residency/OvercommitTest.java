package dev.holdfast.memory.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// More than the device holds, in turns, at random, and left alone.
class OvercommitTest {
    private static final int KIB = 1 << 10;

    private static Rig rig(long deviceBytes, long hostBytes) {
        return new Rig(
                new ManualDevice(deviceBytes, hostBytes, deviceBytes / 2),
                MemoryOptions.defaults().withChunkBytes(1 << 12).withWindow(8192));
    }

    @Test
    @Scenario(
            value = {"C11"},
            breaks = "a submission's own objects are evicted for each other, or refusal does harm")
    void manySmallObjectsInTurnsAndNeverAllAtOnce() throws Exception {
        try (var rig = rig(16 * KIB, 64 * KIB)) {
            Client client = rig.manager().client("a");
            List<BufferHandle> all = new ArrayList<>();
            long[] values = new long[17];
            for (int i = 0; i < 17; i++) {
                all.add(client.create("object " + i, KIB));
                rig.submit(all.get(i), rig.write(all.get(i), values[i] = 100L * i));
            }
            for (int round = 0; round < 10; round++) {
                for (int pass = 0; pass < 12; pass++) {
                    int bumped = round * 12 + pass * 7;
                    Work work = rig.bump(all.get(bumped % 17), values[bumped % 17]++);
                    for (int other = 1; other < 12; other++) {
                        work.reads(all.get((bumped + 7 * other) % 17));
                    }
                    Fence done = client.trySubmit(work).orThrow();
                    if (pass % 5 == 0) {
                        rig.settle();
                        done.status().orThrow();
                    }
                }
                Work tooMuch = rig.write(all.getFirst(), 0);
                all.subList(1, 17).forEach(tooMuch::reads);
                assertInstanceOf(SubmitOutcome.Refused.class, client.trySubmit(tooMuch));
            }
            for (int i = 0; i < 17; i++) {
                Fence right = rig.submit(all.get(i), rig.check(all.get(i), values[i]));
                rig.settle();
                right.status().orThrow();
            }
            assertTrue(rig.count(Counter.EVICTIONS) > 20);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "3, true"})
    @Scenario(
            value = {"C17", "C15"},
            breaks = "any wrong dependency between a move, a reuse of space and a kernel")
    void randomVerifiedReadsAndWritesInRandomOrderOfCompletion(long seed, boolean failing)
            throws Exception {
        var random = new SplittableRandom(seed);
        try (var rig = rig(12 * KIB, 96 * KIB)) {
            List<Client> clients = List.of(rig.manager().client("a"), rig.manager().client("b"));
            List<BufferHandle> all = new ArrayList<>();
            List<Long> values = new ArrayList<>();
            List<Fence> fences = new ArrayList<>();
            for (int step = 0; step < 400; step++) {
                if (all.size() < 10 || (all.size() < 14 && random.nextInt(9) == 0)) {
                    long words = 1 + random.nextInt(384);
                    all.add(clients.get(step % 2).create("object " + step, 8 * words));
                    values.add(-1L);
                }
                int chosen = random.nextInt(all.size());
                BufferHandle handle = all.get(chosen);
                long value = values.get(chosen);
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> fences.add(rig.submit(handle, rig.check(handle, value)));
                    case 3 -> {
                        values.set(chosen, 1000L * step);
                        fences.add(rig.submit(handle, rig.write(handle, 1000L * step)));
                    }
                    case 4 -> {
                        if (value >= 0) {
                            values.set(chosen, value + 1);
                            fences.add(rig.submit(handle, rig.bump(handle, value)));
                        }
                    }
                    case 5 -> {
                        if (random.nextInt(4) == 0) {
                            handle.close();
                            all.remove(chosen);
                            values.remove(chosen);
                        }
                    }
                    default -> completeSome(rig, random, failing);
                }
                if (step % 8 == 0) {
                    assertEquals(List.of(), rig.manager().audit(false), "seed " + seed);
                }
            }
            finish(rig, random, failing);
            for (Fence fence : fences) {
                fence.status().orThrow();
            }
            assertTrue(rig.count(Counter.EVICTIONS) > 50);
            long repaired =
                    rig.count(Counter.COPIES_REPAIRED_BY_HOST)
                            + rig.count(Counter.COPIES_REPAIRED_BY_QUEUE);
            assertEquals(failing, repaired > 0);
        }
    }

    private static void completeSome(Rig rig, SplittableRandom random, boolean failing) {
        for (int count = random.nextInt(12); count > 0; count--) {
            step(rig, random, failing);
        }
    }

    private static void finish(Rig rig, SplittableRandom random, boolean failing) {
        while (rig.workers().step(random)
                || QueueKind.values().length
                        > java.util.Arrays.stream(QueueKind.values())
                                .filter(kind -> rig.device().held(kind).isEmpty())
                                .count()) {
            step(rig, random, failing);
        }
    }

    private static void step(Rig rig, SplittableRandom random, boolean failing) {
        QueueKind kind = QueueKind.values()[random.nextInt(QueueKind.values().length)];
        if (kind != QueueKind.COMPUTE && failing && random.nextInt(20) == 0) {
            rig.device().fail(kind);
        } else {
            rig.device().complete(kind);
        }
        if (random.nextInt(3) == 0) {
            rig.workers().step(random);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 4})
    @Scenario(
            value = {"C20"},
            breaks = "the second touch of an object finds the bytes of the one that displaced it")
    void everyValueOfAnOvercommittedSpaceIsRight(int share) throws Exception {
        long deviceBytes = 64 * KIB;
        try (var rig = rig(deviceBytes, 4 * deviceBytes)) {
            List<Client> clients = List.of(rig.manager().client("a"), rig.manager().client("b"));
            int count = share * 2 - share / 4;
            List<BufferHandle> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                var handle = clients.get(i % 2).create("object " + i, deviceBytes / share);
                all.add(i % 4 == 0 ? handle.grantTo(clients.get(1), Access.READ_WRITE) : handle);
                rig.submit(all.get(i), rig.write(all.get(i), 0xC0FFEEL + i));
            }
            List<Fence> checks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                checks.add(rig.submit(all.get(i), rig.bump(all.get(i), 0xC0FFEEL + i)));
            }
            rig.settle();
            for (Fence check : checks) {
                check.status().orThrow();
            }
            assertEquals(List.of(), rig.manager().audit(true));
        }
    }

    @Test
    @Scenario(
            value = {"C21"},
            breaks = "residency moves anything without a submission")
    void leftAloneNothingMoves() throws Exception {
        try (var rig = rig(64 * KIB, 256 * KIB)) {
            for (int i = 0; i < 11; i++) {
                var handle = rig.manager().client("client " + i).create("object", 8 * KIB);
                rig.submit(handle, rig.write(handle, i));
            }
            rig.settle();
            long traffic = traffic(rig);
            long steps = rig.workers().steps();
            rig.workers().advance(10_000_000_000L);
            rig.settle();
            assertEquals(traffic, traffic(rig));
            assertEquals(steps, rig.workers().steps(), "nobody so much as looked");
        }
    }

    private static long traffic(Rig rig) {
        return rig.count(Counter.BYTES_TO_DEVICE)
                + rig.count(Counter.BYTES_TO_HOST)
                + rig.count(Counter.BYTES_CLEARED)
                + rig.count(Counter.EVICTIONS);
    }
}
