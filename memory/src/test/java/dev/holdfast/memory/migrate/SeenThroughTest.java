package dev.holdfast.memory.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Moves for which there is no room to keep watch: whoever asked for them sees them through.
class SeenThroughTest {
    private static final int KIB = 1 << 10;

    private static Rig rig(long visibleBytes, String... more) {
        List<FaultSpec> specs =
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("bookkeeping:fail@always"),
                                java.util.stream.Stream.of(more))
                        .map(FaultSpec::parse)
                        .toList();
        return new Rig(
                new ManualDevice(64 * KIB, 256 * KIB, visibleBytes),
                MemoryOptions.defaults().withCleanShare(0).withFaults(FaultPlan.of(1, specs)));
    }

    /// An object that has left the device: the next use brings it back.
    private static BufferHandle evicted(Rig rig) throws Exception {
        BufferHandle object = rig.manager().client("a").create("object", 64 * KIB);
        assertEquals(0, rig.count(Counter.MOVES_SEEN_THROUGH), "fresh zeros need no move");
        rig.submit(object, rig.write(object, 100));
        BufferHandle other = rig.manager().client("b").create("other", 64 * KIB);
        rig.meanwhile(() -> rig.submit(other, rig.write(other, 200)));
        rig.settle();
        return object;
    }

    @Test
    @Scenario(
            value = {"41", "26"},
            breaks = "what nobody watches is published at once, or never")
    void theCallerComesBackWhenTheMoveIsOver() throws Exception {
        try (var rig = rig(64 * KIB)) {
            BufferHandle object = evicted(rig);
            assertTrue(rig.count(Counter.MOVES_SEEN_THROUGH) > 0);
            var call = new FutureTask<>(() -> rig.submit(object, rig.check(object, 100)));
            Thread caller = Thread.ofPlatform().daemon().start(call);
            rig.meanwhile(() -> {
                caller.join();
                return null;
            });
            Fence checked = call.get();
            rig.settle();
            checked.status().orThrow();
        }
    }

    @Test
    @Scenario(
            value = {"26", "A3", "G10"},
            breaks = "the failure of a move that nobody watches goes unnoticed")
    void aFailedCopyIsRepairedOnTheCallersStack() throws Exception {
        try (var rig = rig(64 * KIB)) {
            BufferHandle object = evicted(rig);
            var call = new FutureTask<>(() -> rig.submit(object, rig.check(object, 100)));
            Thread.ofPlatform().daemon().start(call);
            while (rig.device().held(QueueKind.COPY_OUT).isEmpty()) {
                Thread.onSpinWait();
            }
            assertFalse(call.isDone(), "the copies are with the device");
            while (!call.isDone()) {
                rig.device().fail(QueueKind.COPY_IN);
                rig.device().fail(QueueKind.COPY_OUT);
                Thread.onSpinWait();
            }
            // no worker was stepped: nobody but the caller can have repaired anything
            assertTrue(rig.count(Counter.COPIES_REPAIRED_BY_HOST) >= 2);
            rig.settle();
            call.get().status().orThrow();
        }
    }

    @Test
    @Scenario(
            value = {"26", "A3"},
            breaks = "a move that is not watched is taken for good where it cannot be repaired")
    void whatCannotBeRepairedIsLostByName() throws Exception {
        try (var rig = rig(64 * KIB, "host-copy:forbid@always")) {
            BufferHandle object = evicted(rig);
            var call = new FutureTask<>(() -> object.client().trySubmit(rig.check(object, 100)));
            Thread.ofPlatform().daemon().start(call);
            while (!call.isDone()) {
                rig.device().fail(QueueKind.COPY_IN);
                rig.device().fail(QueueKind.COPY_OUT);
                rig.workers().runUntilIdle();
            }
            rig.settle();
            Fence fence = assertInstanceOf(SubmitOutcome.Submitted.class, call.get()).fence();
            assertTrue(fence.isFailed());
            assertEquals(0, rig.count(Counter.COPIES_REPAIRED_BY_HOST));
            assertTrue(rig.count(Counter.COPIES_LOST) >= 1);
        }
    }

    @Test
    @Scenario(
            value = {"32", "41"},
            breaks = "an interrupt ends the wait, or is forgotten by it")
    void anInterruptIsKeptForLater() throws Exception {
        try (var rig = rig(64 * KIB)) {
            BufferHandle object = evicted(rig);
            boolean interrupted =
                    rig.meanwhile(() -> {
                        Thread.currentThread().interrupt();
                        Fence checked = rig.submit(object, rig.check(object, 100));
                        assertFalse(checked.isFailed());
                        return Thread.interrupted();
                    });
            assertTrue(interrupted);
        }
    }

    @Test
    @Scenario(
            value = {"41", "I3"},
            breaks = "work behind a foreign fence leaves its moves to nobody")
    void workThatWaitedForAForeignFenceIsSeenThroughByTheGate() throws Exception {
        try (var rig = rig(64 * KIB)) {
            BufferHandle object = evicted(rig);
            var foreign = new SettableFence();
            Fence checked = rig.submit(object, rig.check(object, 100).after(foreign));
            foreign.signal();
            // the gate's worker waits for the device, and the device for this thread
            Thread device =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                while (!checked.isSettled()) {
                                    rig.device().completeAll();
                                    Thread.onSpinWait();
                                }
                            });
            rig.workers().runUntilIdle();
            device.join();
            rig.settle();
            checked.status().orThrow();
        }
    }

    @Test
    @Scenario(
            value = {"41", "F3"},
            breaks = "a mapping does not see the moves through that it set up")
    void aMappingSeesItsMovesThrough() throws Exception {
        try (var rig = rig(64 * KIB)) {
            BufferHandle object = rig.manager().client("a").create("object", 16 * KIB);
            rig.submit(object, rig.write(object, 100));
            assertEquals(100, rig.firstWord(object));
            assertTrue(rig.count(Counter.MOVES_SEEN_THROUGH) > 0);
            rig.meanwhile(() -> {
                object.map(Access.OVERWRITE).orThrow().close();
                return null;
            });
        }
    }
}
