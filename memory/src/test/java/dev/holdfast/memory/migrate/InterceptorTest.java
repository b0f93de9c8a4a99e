package dev.holdfast.memory.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.MoveOutcome;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.MoveRig;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The interceptor alone, on fences that the test settles: exactly one outcome, whenever they do.
class InterceptorTest {
    private static final Fault FAILED = Fault.of(FaultKind.COPY_FAILED, "by hand");

    private final ManualDevice device = ManualDevice.poisoned(4096, 4096, 4096);
    private final MoveRig rig = new MoveRig(device, 4096);
    private final List<Runnable> repairs = new ArrayList<>();
    private final Backing target = rig.fresh(rig.deviceRegion(), rig.object(4096));
    private final Interceptor interceptor = interceptor();
    private final AtomicInteger settlements = new AtomicInteger();

    private Interceptor interceptor() {
        var ledger = new Ledger(Runnable::run);
        var hostBytes = new HostBytes(device, FaultPlan.none());
        var repair =
                new Repair(
                        ledger,
                        new Schedule(ledger, device),
                        MoveLog.NONE,
                        device,
                        hostBytes,
                        repairs::add);
        return new Interceptor("a move", target, repair);
    }

    private SettableFence chunk() {
        var fence = new SettableFence();
        var clear = new Command.Fill(List.of(new HeapRange(0, 0, 1024)));
        var over = new SettableFence();
        fence.onSettled(settled -> over.signal());
        interceptor.add(new Interceptor.Part(0, clear, QueueKind.COPY_IN, fence, over));
        return fence;
    }

    private void arm() {
        interceptor.published().onSettled(fence -> settlements.incrementAndGet());
        interceptor.arm();
    }

    private void repairAll() {
        repairs.forEach(Runnable::run);
    }

    @ParameterizedTest
    @ValueSource(ints = {0b00, 0b01, 0b10, 0b11})
    @Scenario(
            value = {"29"},
            breaks = "a chunk that has settled before arming is not counted, or is counted twice")
    void chunksThatSettleBeforeAndAfterArmingAreEachCountedOnce(int failing) {
        SettableFence before = chunk();
        SettableFence after = chunk();
        settle(before, (failing & 1) != 0);
        arm();
        assertFalse(interceptor.published().isSettled());
        assertEquals(0, repairs.size());
        settle(after, (failing & 2) != 0);
        assertEquals(failing == 0, interceptor.published().isSettled());
        assertEquals(failing == 0 ? 0 : 1, repairs.size(), "one repair for all of them");
        repairAll();
        assertFalse(interceptor.published().isFailed());
        assertEquals(1, settlements.get());
        assertEquals(
                failing != 0, target.outcome().orElseThrow() instanceof MoveOutcome.CopiedByHost);
    }

    private static void settle(SettableFence fence, boolean badly) {
        if (badly) {
            fence.fail(FAILED);
        } else {
            fence.signal();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Scenario(
            value = {"29"},
            breaks = "arming over chunks that have all settled decides nothing")
    void aMoveThatWasOverBeforeItWasArmedHasAnOutcome(boolean badly) {
        settle(chunk(), badly);
        settle(chunk(), badly);
        arm();
        assertEquals(badly ? 1 : 0, repairs.size());
        repairAll();
        assertTrue(interceptor.published().isSettled());
        assertEquals(1, settlements.get());
    }

    /// Another thread may be handing over already, and take this move along.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Scenario(
            value = {"29"},
            breaks = "a move is watched under the ledger, where its fence may not settle")
    void aMoveThatIsOverWhileItsMakerStillHoldsTheLedgerSettlesAfterwards(boolean badly) {
        var ledger = new Ledger(Runnable::run);
        try (var _ = ledger.enter()) {
            settleElsewhere(chunk(), badly);
            interceptor.armAfter(ledger);
            assertFalse(interceptor.published().isSettled());
        }
        repairAll();
        assertTrue(interceptor.published().isSettled());
        assertFalse(interceptor.published().isFailed());
    }

    private static void settleElsewhere(SettableFence fence, boolean badly) {
        try {
            Threads.start(() -> settle(fence, badly)).join();
        } catch (Exception interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Scenario(
            value = {"29"},
            breaks = "arming and settling decide twice, or each leaves it to the other")
    void settlingOnAnotherThreadWhileArmingHasOneOutcome(boolean badly) throws Exception {
        for (int round = 0; round < 200; round++) {
            repairs.clear();
            var raced = new InterceptorTest();
            SettableFence first = raced.chunk();
            SettableFence second = raced.chunk();
            var other =
                    Threads.start(() -> {
                        settle(second, badly);
                        settle(first, badly);
                    });
            raced.arm();
            other.join();
            raced.repairAll();
            assertTrue(raced.interceptor.published().isSettled());
            assertEquals(1, raced.settlements.get());
            assertEquals(badly ? 1 : 0, raced.repairs.size());
        }
    }

    @Test
    @Scenario(
            value = {"33"},
            breaks = "a chunk that was skipped for want of its source is made good with old bytes")
    void aChunkThatWasSkippedIsNotRepaired() {
        SettableFence skipped = chunk();
        SettableFence failed = chunk();
        arm();
        failed.fail(FAILED);
        skipped.fail(Fault.causedBy(FaultKind.DEPENDENCY_FAILED, "no source", FAILED));
        assertEquals(0, repairs.size());
        assertEquals(FaultKind.CONTENT_LOST, interceptor.published().fault().orElseThrow().kind());
        assertInstanceOf(MoveOutcome.Lost.class, target.outcome().orElseThrow());
    }
}
