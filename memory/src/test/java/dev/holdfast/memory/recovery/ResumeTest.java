package dev.holdfast.memory.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.RecordedSpaces;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.ResumeOutcome;
import dev.holdfast.testing.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What was bound is bound again, wherever there is room, and the rest when it is used.
class ResumeTest {
    private static final int KIB = 1 << 10;

    private final ManualDevice first = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
    private final Rig rig = new Rig(first, MemoryOptions.defaults().withCleanShare(0));

    private static ManualDevice device(int deviceKib, int hostKib) {
        return new ManualDevice(deviceKib * KIB, hostKib * KIB, deviceKib * KIB);
    }

    private void write(BufferHandle handle) {
        rig.submit(handle, Work.launch(rig.kernel()).overwrites(handle));
        rig.settle();
    }

    private static String refused(ResumeOutcome outcome) {
        return assertInstanceOf(ResumeOutcome.Refused.class, outcome).reason();
    }

    @Test
    @Scenario(
            value = "24",
            breaks =
                    "what is marked as bound is believed to be, and kernels find nothing there; or"
                            + " addresses or rights are others than before")
    void everyRangeThatWasBoundIsBoundAgainBeforeAnybodyAsks() throws Exception {
        RecordedSpaces before = new RecordedSpaces(first);
        Client owner = rig.manager().client("owner");
        Client guest = rig.manager().client("guest");
        BufferHandle shared = owner.create("shared", 8 * KIB);
        BufferHandle granted = shared.grantTo(guest, Access.READ);
        BufferHandle own = guest.create("own", 4 * KIB);
        owner.create("never used", 4 * KIB);
        write(own);
        write(shared);
        rig.submit(granted, Work.launch(rig.kernel()).reads(granted));
        rig.settle();
        List<RecordedSpaces.Range> bound = before.mapped();
        assertEquals(3, bound.size());
        rig.suspend().orThrow();
        first.close();
        assertEquals(List.of(), before.mapped());
        ManualDevice second = device(64, 256);
        RecordedSpaces after = new RecordedSpaces(second);
        assertEquals(new ResumeOutcome.Resumed(3, 0), rig.resume(second));
        rig.settle();
        assertEquals(bound, after.mapped());
        Fence used = rig.submit(granted, Work.launch(rig.kernel()).reads(granted));
        rig.settle();
        used.status().orThrow();
        assertEquals(bound, after.mapped(), "there was nothing left to bind");
        assertEquals(0, after.unmaps());
        rig.manager().close();
        assertEquals(2, after.closed());
    }

    @Test
    @Scenario(
            value = "24",
            breaks = "the first to come back is the one that nobody has used for long")
    void whatWasUsedLastComesBackFirstAndStaysLongest() throws Exception {
        Client client = rig.manager().client("tenant");
        BufferHandle oldest = client.create("oldest", 16 * KIB);
        BufferHandle middle = client.create("middle", 16 * KIB);
        BufferHandle newest = client.create("newest", 16 * KIB);
        write(oldest);
        write(middle);
        write(newest);
        rig.suspend().orThrow();
        assertEquals(new ResumeOutcome.Resumed(2, 1), rig.resume(device(32, 256)));
        rig.settle();
        assertEquals(0, rig.manager().deviceUsage().freeBytes());
        assertEquals(0, rig.count(Counter.EVICTIONS), "nothing is taken from anybody for it");
        long moved = rig.count(Counter.BYTES_TO_DEVICE);
        rig.submit(oldest, Work.launch(rig.kernel()).reads(oldest));
        rig.settle();
        assertEquals(16 * KIB, rig.count(Counter.BYTES_TO_DEVICE) - moved);
        rig.submit(newest, Work.launch(rig.kernel()).reads(newest));
        rig.settle();
        assertEquals(16 * KIB, rig.count(Counter.BYTES_TO_DEVICE) - moved, "middle had to go");
        rig.close();
    }

    @Test
    @Scenario(value = "K1", breaks = "a device is taken that cannot hold what there is")
    void aDeviceThatWillNotDoIsRefusedAndAnotherMayBeTried() throws Exception {
        Client client = rig.manager().client("tenant");
        BufferHandle big = client.create("big", 48 * KIB);
        rig.submit(big, rig.write(big, 1));
        rig.settle();
        rig.suspend().orThrow();
        assertTrue(refused(rig.resume(device(32, 32))).contains("\"big\""));
        ManualDevice lost = device(64, 256);
        lost.lose();
        assertTrue(refused(rig.resume(lost)).contains("lost"));
        ManualDevice narrow = device(64, 256);
        var coarse = new CoarseSpace();
        narrow.spaces(() -> coarse);
        assertTrue(refused(rig.resume(narrow)).contains("\"tenant\""));
        assertTrue(coarse.closed, "what was made for a device that was refused");
        assertInstanceOf(
                Refusal.Suspended.class,
                assertInstanceOf(
                                dev.holdfast.memory.work.SubmitOutcome.Refused.class,
                                client.trySubmit(rig.check(big, 1)))
                        .reason());
        rig.resume(device(48, 64)).orThrow();
        assertThrows(IllegalStateException.class, () -> rig.manager().resume(device(64, 64)));
        Fence checked = rig.submit(big, rig.check(big, 1));
        rig.settle();
        checked.status().orThrow();
        rig.close();
    }

    @Test
    @Scenario(
            value = {"K1", "27"},
            breaks = "memory that a command may still write to is handed on after all")
    void aDeviceOnWhichACommandRunsOnIsNotTakenAgain() throws Exception {
        Client client = rig.manager().client("tenant");
        BufferHandle object = client.create("object", 16 * KIB);
        rig.submit(object, rig.write(object, 1));
        first.abandon(QueueKind.COMPUTE);
        rig.settle();
        assertEquals(1, rig.suspend().orThrow().lost());
        assertEquals(16 * KIB, rig.manager().deviceUsage().quarantinedBytes());
        assertTrue(refused(rig.resume(first)).contains("close it"));
        rig.resume(device(64, 256)).orThrow();
        assertEquals(0, rig.manager().deviceUsage().quarantinedBytes());
        rig.submit(object, rig.write(object, 2));
        first.linger();
        Fence checked = rig.submit(object, rig.check(object, 2));
        rig.settle();
        checked.status().orThrow();
        rig.close();
    }

    /// Addresses in pages that are larger than those of the others.
    private static final class CoarseSpace implements dev.holdfast.device.AddressSpace {
        private boolean closed;

        @Override
        public void map(
                long address, List<dev.holdfast.device.HeapRange> ranges, boolean writable) {}

        @Override
        public void unmap(long address, long sizeBytes) {}

        @Override
        public long granuleBytes() {
            return 4096;
        }

        @Override
        public long limitBytes() {
            return 1L << 40;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
