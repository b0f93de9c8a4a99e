package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.ResumeOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Page tables whose driver throws when they are closed, as one does that is short of memory.
final class PageTableTest {
    private static final int KIB = 1 << 10;

    private final List<Throwable> reported = new ArrayList<>();
    private final ManualDevice device = brittle();
    private final Rig rig = new Rig(device, MemoryOptions.defaults().withCleanShare(0));
    private final Client client = rig.manager().client("a");
    private final BufferHandle buffer = client.create("weights", 4 * KIB);

    @BeforeEach
    void reportHere() {
        Thread.currentThread()
                .setUncaughtExceptionHandler((thread, thrown) -> reported.add(thrown));
    }

    @AfterEach
    void reportAsUsual() {
        Thread.currentThread().setUncaughtExceptionHandler(null);
    }

    private static ManualDevice brittle() {
        var made = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
        made.spaces(Brittle::new);
        return made;
    }

    /// Translates nothing, so kernels must touch nothing.
    private static final class Brittle implements AddressSpace {
        @Override
        public void map(long address, List<HeapRange> ranges, boolean writable) {}

        @Override
        public void unmap(long address, long sizeBytes) {}

        @Override
        public long granuleBytes() {
            return 256;
        }

        @Override
        public long limitBytes() {
            return 1L << 40;
        }

        @Override
        public void close() {
            throw new IllegalStateException("no memory for a page table");
        }
    }

    private Fence run() {
        Fence result = rig.submit(buffer, Work.launch(rig.kernel()).overwrites(buffer));
        rig.settle();
        return result;
    }

    /// Breaks if what the driver throws gets out of the client's close, or is told to nobody.
    @Test
    void pageTableThatCannotBeClosedIsReportedAndTheManagerCloses() throws Exception {
        run().status().orThrow();
        client.close();
        rig.settle();
        assertEquals(1, reported.size());
        assertEquals(1, rig.count(Counter.CALLBACKS_THREW));
        rig.close();
    }

    /// Breaks if the suspension ends there: the manager then has no device and takes no other.
    @Test
    void managerIsSuspendedAndResumedAllTheSame() throws Exception {
        run().status().orThrow();
        rig.suspend().orThrow();
        device.close();
        ManualDevice next = brittle();
        assertEquals(new ResumeOutcome.Resumed(1, 0), rig.resume(next));
        rig.settle();
        run().status().orThrow();
        client.close();
        rig.settle();
        rig.close();
    }
}
