package dev.holdfast.memory.recovery;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_OUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// One client hangs; what that costs it, and what it costs the others: nothing.
class HungClientTest {
    private static final int KIB = 1 << 10;
    private static final long SECOND = 1_000_000_000L;

    /// A second for every command, and resets that work.
    private static Rig rig() {
        ManualDevice device = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
        device.onReset(device::take);
        return new Rig(
                device,
                MemoryOptions.defaults().withCleanShare(0).withWatchdog(Duration.ofSeconds(1)));
    }

    private static BufferHandle created(Rig rig, String client) {
        return rig.manager().client(client).create("of " + client, 4 * KIB);
    }

    private static FaultKind root(Fence fence) {
        return fence.fault().orElseThrow().root().kind();
    }

    /// Everything that is open is closed; nothing is left behind.
    private static void close(Rig rig) {
        rig.settle();
        rig.manager().close();
        rig.workers().runUntilIdle();
        assertEquals(0, rig.workers().alarms(), "nobody waits for the one that was set");
    }

    @Test
    @Scenario(
            value = {"I2", "I10"},
            breaks = "who waits behind a hung command waits for ever, or is told that all is well")
    void everyFenceOfAChainBehindAHungCommandCarriesItsFault() {
        Rig rig = rig();
        BufferHandle object = created(rig, "hanging");
        Fence hung = rig.submit(object, rig.write(object, 1));
        Fence[] chain = new Fence[64];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = rig.submit(object, Work.launch(rig.kernel()).updates(object));
        }
        rig.workers().advance(SECOND);
        rig.settle();
        assertEquals(FaultKind.REVOKED, hung.fault().orElseThrow().kind());
        for (Fence fence : chain) {
            assertEquals(FaultKind.REVOKED, root(fence));
        }
        assertEquals(1, rig.count(Counter.RESETS));
        var refused =
                assertInstanceOf(
                        SubmitOutcome.Refused.class,
                        object.client().trySubmit(rig.check(object, 1)));
        assertInstanceOf(Refusal.ContentFault.class, refused.reason());
        Fence again = rig.submit(object, rig.write(object, 7));
        rig.settle();
        again.status().orThrow();
        close(rig);
    }

    @Test
    @Scenario(
            value = {"I5", "I6", "I7"},
            breaks = "whoever is on the queue is blamed, or nobody is")
    void onlyTheGuiltyOneIsBlamedOnceForEachTime() {
        Rig rig = rig();
        BufferHandle bad = created(rig, "bad");
        BufferHandle good = created(rig, "good");
        BufferHandle other = bad.client().create("other", 4 * KIB);
        for (int round = 1; round <= 3; round++) {
            Fence hung = rig.submit(bad, rig.write(bad, round));
            Fence behind = rig.submit(good, rig.write(good, round));
            Fence own = rig.submit(other, rig.write(other, round));
            rig.workers().advance(SECOND);
            rig.settle();
            assertEquals(FaultKind.REVOKED, root(hung));
            behind.status().orThrow();
            own.status().orThrow();
            assertEquals(round, bad.client().guilty());
            assertEquals(round, rig.count(Counter.RESETS));
        }
        assertEquals(0, good.client().guilty());
        close(rig);
    }

    @Test
    @Scenario(
            value = {"I6"},
            breaks = "a copy that hangs is taken for a deed of the object's owner")
    void aMoveThatHangsIsRepairedAndNobodyIsBlamed() {
        Rig rig = rig();
        BufferHandle moved = rig.manager().client("moved").create("moved", 40 * KIB);
        BufferHandle evicting = rig.manager().client("evicting").create("evicting", 40 * KIB);
        rig.submit(moved, rig.write(moved, 1));
        rig.submit(evicting, rig.write(evicting, 2));
        rig.complete(COMPUTE);
        assertEquals(1, rig.device().held(COPY_OUT).size());
        rig.workers().advance(SECOND);
        rig.settle();
        assertEquals(1, rig.count(Counter.RESETS));
        assertEquals(1, rig.count(Counter.COPIES_REPAIRED_BY_HOST));
        Fence checked = rig.submit(moved, rig.check(moved, 1));
        rig.settle();
        checked.status().orThrow();
        assertEquals(0, moved.client().guilty() + evicting.client().guilty());
        close(rig);
    }

    @Test
    void idleQueuesAreAskedAsLongAsThereIsAClient() {
        ManualDevice device = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
        device.onReset(device::take);
        var options =
                MemoryOptions.defaults()
                        .withWatchdog(Duration.ofSeconds(1))
                        .withHeartbeat(Duration.ofSeconds(10));
        Rig rig = new Rig(device, options);
        rig.workers().advance(100 * SECOND);
        assertEquals(0, rig.workers().alarms());
        Client first = rig.manager().client("first");
        Client second = rig.manager().client("second");
        for (int i = 0; i < 3; i++) {
            rig.workers().advance(10 * SECOND);
            assertEquals(3, device.completeAll(), "one for each queue");
            first.close();
        }
        second.close();
        rig.workers().runUntilIdle();
        assertEquals(0, rig.workers().alarms());
        assertEquals(0, rig.count(Counter.RESETS));
        close(rig);
    }

    @Test
    @Scenario(
            value = {"I8", "I14"},
            breaks = "closing the client of a hung command waits for it, or forgets it")
    void closingAClientInTheMiddleOfAHangLeaksNothingAndDisturbsNobody() {
        Rig rig = rig();
        BufferHandle bad = created(rig, "bad");
        BufferHandle good = created(rig, "good");
        Fence hung = rig.submit(bad, rig.write(bad, 1));
        Fence waiting = rig.submit(bad, rig.bump(bad, 1));
        Fence neighbours = rig.submit(good, rig.write(good, 1));
        bad.client().close();
        assertFalse(hung.isSettled());
        rig.workers().advance(SECOND);
        rig.settle();
        assertEquals(FaultKind.REVOKED, root(hung));
        assertTrue(waiting.isFailed());
        neighbours.status().orThrow();
        assertEquals(0, good.client().guilty());
        close(rig);
    }

    @Test
    @Scenario(
            value = {"I5", "I7"},
            breaks = "a reset by hand takes nobody, or counts for nothing")
    void aResetByHandTakesWhatTheQueueIsAt() {
        Rig rig = rig();
        BufferHandle object = created(rig, "hanging");
        Fence hung = rig.submit(object, rig.write(object, 1));
        assertInstanceOf(ResetOutcome.Idle.class, rig.manager().reset(QueueKind.COPY_IN));
        assertInstanceOf(ResetOutcome.Reset.class, rig.manager().reset(COMPUTE));
        rig.settle();
        assertEquals(FaultKind.REVOKED, root(hung));
        assertEquals(1, object.client().guilty());
        assertEquals(1, rig.count(Counter.RESETS));
        assertInstanceOf(ResetOutcome.Idle.class, rig.manager().reset(COMPUTE));
        close(rig);
    }

    @Test
    @Scenario(
            value = {"6", "7"},
            breaks = "two who take the same command take the next one too")
    void aResetByHandInTheMiddleOfTheWatchdogsTakesTheCommandOnce() {
        Rig rig = rig();
        BufferHandle bad = created(rig, "bad");
        BufferHandle good = created(rig, "good");
        Fence hung = rig.submit(bad, rig.write(bad, 1));
        Fence next = rig.submit(good, rig.write(good, 1));
        rig.device()
                .onReset((queue, guilty) -> {
                    rig.device().onReset(rig.device()::take);
                    assertInstanceOf(ResetOutcome.Reset.class, rig.manager().reset(queue));
                    return rig.device().take(queue, guilty);
                });
        rig.workers().advance(SECOND);
        assertEquals(FaultKind.REVOKED, root(hung));
        assertFalse(next.isSettled());
        assertEquals(1, rig.count(Counter.RESETS));
        assertEquals(1, bad.client().guilty());
        rig.settle();
        next.status().orThrow();
        close(rig);
    }

    @Test
    @Scenario(
            value = {"I1", "10"},
            breaks = "work is placed on a device that was given up")
    void aDeviceThatWasGivenUpRefusesWorkAndObjectsCanStillBeMadeAndMapped() throws Exception {
        Rig rig = rig();
        rig.device().onReset((queue, guilty) -> new ResetOutcome.NotPossible("by hand"));
        MemoryManager manager = rig.manager();
        BufferHandle hung = created(rig, "bad");
        BufferHandle kept = created(rig, "good");
        write(rig, kept, 5);
        Fence fence = rig.submit(hung, rig.write(hung, 1));
        rig.workers().advance(SECOND);
        assertEquals(FaultKind.UNSTOPPED, fence.fault().orElseThrow().kind());
        assertTrue(manager.lost().isPresent());
        var refused =
                assertInstanceOf(
                        SubmitOutcome.Refused.class, kept.client().trySubmit(rig.check(kept, 5)));
        assertInstanceOf(Refusal.DeviceLost.class, refused.reason());

        Client late = manager.client("late");
        BufferHandle fresh = late.create("fresh", 4 * KIB);
        write(rig, fresh, 9);
        assertEquals(9, rig.firstWord(fresh));
        assertEquals(5, rig.firstWord(kept));
        hung.close();
        assertEquals(4 * KIB, manager.deviceUsage().quarantinedBytes(), "it may write there yet");
        rig.device().linger();
        rig.settle();
        assertEquals(9, rig.firstWord(fresh));
        close(rig);
    }

    /// Maps on this thread, after everything that the mapping waits for has been let happen.
    private static void write(Rig rig, BufferHandle handle, long word) throws Exception {
        rig.meanwhile(() -> {
            try (var mapping = handle.map(dev.holdfast.memory.work.Access.OVERWRITE).orThrow()) {
                mapping.segment().set(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, 0, word);
            }
            return null;
        });
    }
}
