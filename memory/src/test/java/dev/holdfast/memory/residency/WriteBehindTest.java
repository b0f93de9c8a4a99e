package dev.holdfast.memory.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteBehindTest {
    private static final long KIB = 1024;

    private static Rig rig(double cleanShare) {
        return new Rig(
                new ManualDevice(64 * KIB, 1024 * KIB, 64 * KIB),
                MemoryOptions.defaults().withCleanShare(cleanShare));
    }

    private static List<BufferHandle> written(Rig rig, int count) {
        var client = rig.manager().client("a");
        List<BufferHandle> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferHandle handle = client.create("b" + i, 8 * KIB);
            handles.add(handle);
            rig.submit(handle, rig.write(handle, 1000L * i));
        }
        return handles;
    }

    @Test
    void nothingIsCopiedWhileEverythingFits() throws Exception {
        try (var rig = rig(1)) {
            written(rig, 8);
            rig.settle();
            assertEquals(0, rig.count(Counter.BYTES_TO_HOST));
        }
    }

    @Test
    void onceMemoryIsShortTheNextVictimsAreCopiedOutAndStay() throws Exception {
        try (var rig = rig(0.5)) {
            var handles = written(rig, 9);
            rig.settle();
            assertEquals(1, rig.count(Counter.EVICTIONS));
            assertTrue(rig.count(Counter.BYTES_TO_HOST) >= 4 * 8 * KIB, "half of it is clean");
            long before = rig.count(Counter.BYTES_TO_HOST);
            rig.submit(handles.get(1), rig.check(handles.get(1), 1000)).onSettled(fence -> {});
            rig.settle();
            assertEquals(before, rig.count(Counter.BYTES_TO_HOST), "it was resident all along");
            assertEquals(0, rig.count(Counter.BYTES_TO_DEVICE));
        }
    }

    @Test
    void theNextVictimIsDroppedWithoutACopy() throws Exception {
        try (var rig = rig(0.5)) {
            var handles = written(rig, 9);
            rig.settle();
            var checked = rig.submit(handles.get(0), rig.check(handles.get(0), 0));
            rig.settle();
            checked.status().orThrow();
            assertEquals(1, rig.count(Counter.CLEAN_DROPS));
        }
    }

    @Test
    void aWriteAfterTheCopyBeganThrowsTheCopyAway() throws Exception {
        try (var rig = rig(0.5)) {
            var handles = written(rig, 9);
            while (rig.device().complete(QueueKind.COMPUTE)) {
                rig.workers().runUntilIdle();
            }
            assertTrue(rig.device().held(QueueKind.COPY_OUT).size() > 1, "copies are under way");
            var bumped = rig.submit(handles.get(1), rig.bump(handles.get(1), 1000));
            while (rig.device().complete(QueueKind.COMPUTE)) {
                rig.workers().runUntilIdle();
            }
            rig.settle();
            bumped.status().orThrow();
            assertEquals(1001, rig.firstWord(handles.get(1)));
        }
    }

    @Test
    void hostMemoryThatIsFullIsLeftAlone() throws Exception {
        var device = new ManualDevice(64 * KIB, 8 * KIB, 64 * KIB);
        try (var rig = new Rig(device, MemoryOptions.defaults().withCleanShare(1))) {
            var handles = written(rig, 9);
            rig.settle();
            assertEquals(8 * KIB, rig.count(Counter.BYTES_TO_HOST), "the victim alone");
            var checked = rig.submit(handles.get(8), rig.check(handles.get(8), 8000));
            rig.settle();
            checked.status().orThrow();
        }
    }
}
