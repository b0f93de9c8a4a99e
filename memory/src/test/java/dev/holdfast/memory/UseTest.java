package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Objects in use by commands of a caller's own, here by a test that reaches into the device.
class UseTest {
    private static final int KIB = 1 << 10;

    private static Rig flat() {
        return Rig.patient(
                ManualDevice.flat(64 * KIB, 256 * KIB, 32 * KIB, 512),
                MemoryOptions.defaults().withCleanShare(0));
    }

    private static Rig paged() {
        return Rig.patient(
                new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB),
                MemoryOptions.defaults().withCleanShare(0));
    }

    private static Use use(Rig rig, BufferHandle of, Work work) throws Exception {
        return of.client().use(work).orThrow();
    }

    private static BufferHandle written(Rig rig, String name, long sizeBytes, long value) {
        BufferHandle handle = rig.manager().client("of " + name).create(name, sizeBytes);
        var _ = rig.submit(handle, rig.write(handle, value));
        return handle;
    }

    /// Writes what the kernel `write` would, past everybody.
    private static void scrawl(Rig rig, List<HeapRange> ranges, long value) {
        long index = 0;
        for (HeapRange range : ranges) {
            for (long at = 0; at < range.sizeBytes(); at += Long.BYTES) {
                rig.device().peek(range).set(ValueLayout.JAVA_LONG_UNALIGNED, at, value + index++);
            }
        }
    }

    private static Fault faultOf(SubmitOutcome outcome) {
        var refused = assertInstanceOf(SubmitOutcome.Refused.class, outcome);
        return assertInstanceOf(Refusal.ContentFault.class, refused.reason()).fault();
    }

    /// Breaks if the caller is told where it is before it is there, or before others are through.
    @Test
    void whatIsReadIsThereAndWhatIsWrittenIsReadByThoseBehind() throws Exception {
        for (Rig each : List.of(flat(), paged())) {
            try (var rig = each) {
                var input = written(rig, "input", 16 * KIB, 100);
                var output = input.client().create("output", 8 * KIB);
                Work work = Work.outside("mine").reads(input).overwrites(output);
                Use use = use(rig, input, work);
                long word =
                        rig.device()
                                .peek(use.ranges(input).getFirst())
                                .get(ValueLayout.JAVA_LONG_UNALIGNED, 8);
                assertEquals(101, word);
                assertEquals(
                        8 * KIB, use.ranges(output).stream().mapToLong(HeapRange::sizeBytes).sum());
                scrawl(rig, use.ranges(output), 500);
                Fence behind = rig.submit(output, rig.check(output, 500));
                rig.settle();
                assertFalse(behind.isSettled(), "it waits for the use");
                use.close();
                rig.settle();
                behind.status().orThrow();
            }
        }
    }

    /// Breaks if somebody else's commands of the same queue wait for the use.
    @Test
    void nobodyElseWaits() throws Exception {
        try (var rig = flat()) {
            var mine = written(rig, "mine", 8 * KIB, 100);
            var yours = written(rig, "yours", 8 * KIB, 200);
            try (var use = use(rig, mine, Work.outside("mine").updates(mine))) {
                Fence other = rig.submit(yours, rig.bump(yours, 200));
                Fence reader = rig.submit(mine, rig.check(mine, 100));
                rig.settle();
                other.status().orThrow();
                assertFalse(reader.isSettled());
                assertEquals(1, use.ranges(mine).size(), "one range here");
                assertEquals(0, use.address(mine), "and no address");
            }
        }
    }

    @Test
    @Scenario(
            value = {"38"},
            breaks = "space of what is in use is handed on without waiting for the end of the use")
    void whoGetsItsSpaceWaitsForTheEnd() throws Exception {
        try (var rig = flat()) {
            var mine = written(rig, "mine", 32 * KIB, 100);
            var other = written(rig, "other", 32 * KIB, 200);
            Use use = use(rig, mine, Work.outside("mine").reads(mine));
            Use second = use(rig, other, Work.outside("other").reads(other));
            var fresh = rig.manager().client("c").create("fresh", 32 * KIB);
            Fence written = rig.submit(fresh, rig.write(fresh, 300));
            rig.settle();
            assertFalse(written.isSettled(), "one of the two has to go, after its use");
            assertEquals(1, rig.count(Counter.EVICTIONS));
            var done = new SettableFence();
            use.close(done);
            rig.settle();
            assertFalse(written.isSettled());
            done.signal();
            second.close();
            rig.settle();
            written.status().orThrow();
        }
    }

    /// Breaks if a use that ends badly leaves what it was to write as if it had ended well.
    @Test
    void aUseThatEndsBadlyMarksWhatItWasToWrite() throws Exception {
        try (var rig = flat()) {
            var read = written(rig, "read", 8 * KIB, 100);
            var changed = read.client().create("changed", 8 * KIB);
            Work work = Work.outside("mine").reads(read).overwrites(changed);
            Use use = use(rig, read, work);
            use.close(Fence.failed(Fault.of(FaultKind.KERNEL_FAILED, "mine broke")));
            rig.settle();
            Fault fault = faultOf(changed.client().trySubmit(rig.check(changed, 1)));
            assertEquals(FaultKind.KERNEL_FAILED, fault.root().kind());
            Fence intact = rig.submit(read, rig.check(read, 100));
            rig.settle();
            intact.status().orThrow();
        }
    }

    /// Breaks if a use that is never closed is waited for without end, or its memory handed on.
    @Test
    void aUseThatIsNeverClosedIsLikeACommandThatIsNotStopped() throws Exception {
        try (var rig = flat()) {
            var mine = written(rig, "mine", 8 * KIB, 100);
            Work work = Work.outside("mine").updates(mine).timeLimit(Duration.ofMillis(50));
            Use use = use(rig, mine, work);
            Fence behind = rig.submit(mine, rig.check(mine, 100));
            rig.settle();
            assertFalse(behind.isSettled());
            rig.workers().advance(51_000_000);
            rig.settle();
            Fault fault = behind.fault().orElseThrow();
            assertEquals(FaultKind.DEADLINE_PASSED, fault.root().kind(), fault::toString);
            var again = rig.submit(mine, rig.write(mine, 7));
            rig.settle();
            again.status().orThrow();
            assertEquals(8 * KIB, rig.manager().deviceUsage().quarantinedBytes());
            use.close();
        }
    }

    /// Breaks if an interrupted wait leaves a turn behind that nobody will ever end.
    @Test
    void anInterruptedWaitGivesTheTurnUp() throws Exception {
        try (var rig = flat()) {
            var mine = written(rig, "mine", 8 * KIB, 100);
            rig.workers().runUntilIdle();
            var thrown = new AtomicReference<Throwable>();
            var waiting = new CountDownLatch(1);
            Thread thread =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    waiting.countDown();
                                    mine.client().use(Work.outside("mine").reads(mine));
                                } catch (Throwable caught) {
                                    thrown.set(caught);
                                }
                            });
            waiting.await();
            thread.interrupt();
            thread.join();
            assertInstanceOf(InterruptedException.class, thrown.get());
            Fence behind = rig.submit(mine, rig.bump(mine, 100));
            rig.settle();
            behind.status().orThrow();
        }
    }

    @Test
    void misuseIsThrown() throws Exception {
        try (var rig = flat()) {
            var mine = written(rig, "mine", 8 * KIB, 100);
            var client = mine.client();
            var withKernel = rig.check(mine, 100);
            var without = Work.outside("mine").reads(mine);
            assertThrows(IllegalArgumentException.class, () -> client.use(withKernel));
            assertThrows(IllegalArgumentException.class, () -> client.trySubmit(without));
            var other = client.create("other", 8);
            Use use = use(rig, mine, without);
            assertThrows(IllegalArgumentException.class, () -> use.ranges(other));
            use.close(Fence.signalled());
            assertThrows(IllegalStateException.class, () -> use.close(Fence.signalled()));
            use.close();
            rig.settle();
            assertTrue(rig.device().held(QueueKind.COMPUTE).isEmpty());
        }
    }

    @Test
    @Scenario(
            value = {"C2"},
            breaks = "what cannot be made resident is waited for")
    void whatThereIsNoRoomForIsRefused() throws Exception {
        try (var rig = flat()) {
            var a = written(rig, "a", 32 * KIB, 100);
            var b = written(rig, "b", 32 * KIB, 200);
            rig.settle();
            try (var one = a.pin().orThrow();
                    var two = b.pin().orThrow()) {
                var c = rig.manager().client("c").create("c", 32 * KIB);
                var outcome = c.client().use(Work.outside("mine").reads(c));
                var refused = assertInstanceOf(UseOutcome.Refused.class, outcome);
                assertInstanceOf(Refusal.InTheWay.class, refused.reason());
            }
        }
    }
}
