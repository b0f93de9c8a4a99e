package dev.holdfast.memory.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Reuse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is used in turn makes room before everything else, the latest first: on a device where
/// objects may lie scattered, and where each is one range.
class InTurnTest {
    private static final int KIB = 1 << 10;
    private static final int PART = 4 * KIB;

    /// Of sixteen places.
    private static final int PARTS = 64;

    private static Rig rig(boolean flat) {
        var device =
                flat
                        ? ManualDevice.flat(64 * KIB, 1024 * KIB, 64 * KIB, 512)
                        : new ManualDevice(64 * KIB, 1024 * KIB, 64 * KIB);
        return new Rig(device, MemoryOptions.defaults().withCleanShare(0));
    }

    private static List<BufferHandle> written(Rig rig, String name, int count) {
        List<BufferHandle> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(rig.manager().client("of " + name + i).create(name + i, PART));
            var handle = parts.getLast();
            rig.submit(handle, rig.write(handle, i));
        }
        rig.settle();
        return parts;
    }

    /// How many of them had to be brought in.
    private static long pass(Rig rig, List<BufferHandle> parts) throws Exception {
        return pass(rig, parts, 0, parts.size());
    }

    private static long pass(Rig rig, List<BufferHandle> parts, int from, int to) throws Exception {
        long before = rig.count(Counter.BYTES_TO_DEVICE);
        for (int i = from; i < to; i++) {
            var checked = rig.submit(parts.get(i), rig.check(parts.get(i), i));
            rig.settle();
            checked.status().orThrow();
        }
        return (rig.count(Counter.BYTES_TO_DEVICE) - before) / PART;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aScanThatIsRepeatedKeepsWhatThereIsRoomFor(boolean flat) throws Exception {
        try (Rig rig = rig(flat)) {
            List<BufferHandle> parts = written(rig, "part", PARTS);
            assertEquals(PARTS, pass(rig, parts), "each goes just before it is needed again");
            parts.forEach(part -> part.expect(Reuse.IN_TURN));
            pass(rig, parts);
            // sixteen places, four for those that are being worked on and one for the newcomer
            assertEquals(PARTS - 11, pass(rig, parts));
            assertEquals(PARTS - 11, pass(rig, parts));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aScanLeavesTheOthersWhereTheyAre(boolean flat) throws Exception {
        try (Rig rig = rig(flat)) {
            List<BufferHandle> parts = written(rig, "part", PARTS);
            parts.forEach(part -> part.expect(Reuse.IN_TURN));
            List<BufferHandle> others = written(rig, "other", 10);
            pass(rig, parts);
            assertEquals(0, pass(rig, others));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLatestAreKeptLongest(boolean flat) throws Exception {
        try (Rig rig = rig(flat)) {
            List<BufferHandle> parts = written(rig, "part", 8);
            parts.forEach(part -> part.expect(Reuse.IN_TURN));
            List<BufferHandle> others = written(rig, "other", 8);
            pass(rig, parts);
            written(rig, "more", 4);
            assertEquals(0, pass(rig, parts, 4, 8));
            assertEquals(4, pass(rig, parts, 0, 4));
            assertEquals(1, pass(rig, others), "one made room for the first of the fifth to come");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsExpectedMayBeChanged(boolean flat) throws Exception {
        try (Rig rig = rig(flat)) {
            List<BufferHandle> parts = written(rig, "part", 8);
            parts.forEach(part -> part.expect(Reuse.IN_TURN));
            List<BufferHandle> others = written(rig, "other", 8);
            parts.forEach(part -> part.expect(Reuse.RECENT));
            written(rig, "more", 8);
            assertEquals(0, pass(rig, parts), "used later than the others");
            assertEquals(8, pass(rig, others));
        }
    }

    @Test
    void onlyTheOwnerCanSay() throws Exception {
        try (Rig rig = rig(false)) {
            BufferHandle part = written(rig, "part", 1).getFirst();
            BufferHandle granted = part.grantTo(rig.manager().client("other"), Access.READ);
            assertThrows(IllegalStateException.class, () -> granted.expect(Reuse.IN_TURN));
        }
    }
}
