package dev.holdfast.faulty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything at once, in an order that a seed chooses: each command completes once, in its queue's
/// order, and the same seed does all of it again.
final class RepeatTest {
    private static final int COMMANDS = 400;
    private static final String[] PLAN = {
        "copy-in:hang@2%",
        "copy-in:linger@5%",
        "copy-in:fail@10%",
        "copy-in:reorder@20%",
        "copy-out:delay=30us@20%",
        "copy-out:linger@5%",
        "copy-out:reorder@20%",
        "clear:fail@20%",
        "clear:reorder@20%",
        "clear:hang@2%",
        "kernel:fail@20%",
        "kernel:linger@5%",
        "kernel:delay=50us@10%",
        "kernel:hang@2%"
    };

    /// Breaks if anything is decided by a hash code, by a set's order or by a draw of another's.
    @ParameterizedTest
    @ValueSource(ints = {0, 150, 399})
    void aSeedRepeatsEverythingToTheLastBit(int lostAt) {
        for (long seed = 0; seed < 10; seed++) {
            List<String> first = run(seed, lostAt);
            assertEquals(first, run(seed, lostAt));
            assertNotEquals(first, run(seed + 1000, lostAt));
        }
    }

    private static List<String> run(long seed, int lostAt) {
        List<String> plan = new ArrayList<>(List.of(PLAN));
        if (lostAt > 0) {
            plan.add("device:lose@#" + lostAt);
        }
        SplittableRandom random = new SplittableRandom(seed);
        try (FaultyRig rig = new FaultyRig(seed, plan.toArray(String[]::new))) {
            for (int i = 0; i < COMMANDS; i++) {
                QueueKind queue = QueueKind.values()[random.nextInt(3)];
                rig.submit(queue, queue.ordinal() + "-" + i, command(rig, random));
                for (int steps = random.nextInt(6); steps > 0; steps--) {
                    rig.workers.step(random);
                }
                if (random.nextInt(20) == 0) {
                    rig.workers.fireNext();
                    rig.device.reset(QueueKind.values()[random.nextInt(3)]);
                }
            }
            while (rig.log.size() < COMMANDS) {
                rig.workers.runUntilIdle(random);
                rig.workers.fireNext();
                rig.device.reset(QueueKind.values()[random.nextInt(3)]);
            }
            rig.workers.runToEnd();
            assertInOrder(rig.log);
            List<String> seen = new ArrayList<>(rig.log);
            for (int heap = 0; heap < 2; heap++) {
                byte[] bytes = rig.bytes(new HeapRange(heap, 0, FaultyRig.HEAP_BYTES));
                seen.add("heap " + heap + ": " + Arrays.hashCode(bytes));
            }
            return seen;
        }
    }

    private static Command command(FaultyRig rig, SplittableRandom random) {
        HeapRange onDevice = FaultyRig.onDevice(4096L * random.nextInt(64), 4096);
        HeapRange onHost = FaultyRig.onHost(4096L * random.nextInt(64), 4096);
        return switch (random.nextInt(5)) {
            case 0 -> FaultyRig.copy(onHost, onDevice);
            case 1 -> FaultyRig.copy(onDevice, onHost);
            case 2 -> new Command.Fill(List.of(onDevice));
            case 3 -> rig.launch((memory, scalars) -> memory.putLong(0, 8, 7), onDevice);
            default -> new Command.Marker();
        };
    }

    private static void assertInOrder(List<String> log) {
        assertEquals(COMMANDS, log.size());
        int[] last = {-1, -1, -1};
        for (String entry : log) {
            int queue = entry.charAt(0) - '0';
            int number = Integer.parseInt(entry.substring(2, entry.indexOf('@')));
            assertTrue(number > last[queue], entry);
            last[queue] = number;
        }
    }
}
