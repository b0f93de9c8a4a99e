package dev.holdfast.memory.submit;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A client has so much in flight and no more.
final class WindowTest {
    private final Rig rig =
            new Rig(
                    new ManualDevice(64 << 10, 64 << 10, 64 << 10),
                    MemoryOptions.defaults().withWindow(2));
    private final Client client = rig.manager().client("a");
    private final BufferHandle buffer = client.create("weights", 4096);

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private SubmitOutcome tryWrite(long value) {
        return client.trySubmit(rig.write(buffer, value));
    }

    @Test
    void aFullWindowIsAnAnswerThatNamesTheOldestInFlightAndChangesNothing() {
        rig.runShort(client, 1);
        Fence oldest = tryWrite(1).orThrow();
        tryWrite(2).orThrow();
        var full = assertInstanceOf(SubmitOutcome.WindowFull.class, tryWrite(3));
        assertSame(oldest, full.fence());
        assertEquals(2, rig.device().held(COMPUTE).size());
        String message = assertThrows(IllegalStateException.class, full::orThrow).getMessage();
        assertEquals("the client's window is full: wait for its fence, or use submit", message);
        rig.complete(COMPUTE);
        assertTrue(full.fence().isSettled());
        tryWrite(3).orThrow();
        assertInstanceOf(SubmitOutcome.WindowFull.class, tryWrite(4));
    }

    @Test
    void aNeighbourHasAWindowOfItsOwn() {
        BufferHandle other = rig.manager().client("b").create("other", 4096);
        tryWrite(1).orThrow();
        tryWrite(2).orThrow();
        rig.submit(other, rig.write(other, 1));
        rig.submit(other, rig.write(other, 2));
    }

    @Test
    void whatIsRefusedTakesNoPlace() {
        BufferHandle large = client.create("large", 64 << 10);
        BufferHandle larger = client.create("larger", 60 << 10);
        for (int i = 0; i < 5; i++) {
            var work = rig.write(large, 1).overwrites(larger);
            assertInstanceOf(SubmitOutcome.Refused.class, client.trySubmit(work));
        }
        tryWrite(1).orThrow();
        tryWrite(2).orThrow();
    }

    @Test
    void whatWaitsForAForeignFenceTakesAPlace() {
        SettableFence gate = new SettableFence();
        Fence first = client.trySubmit(rig.write(buffer, 1).after(gate)).orThrow();
        tryWrite(2).orThrow();
        var full = assertInstanceOf(SubmitOutcome.WindowFull.class, tryWrite(3));
        assertSame(first, full.fence());
        gate.signal();
        rig.settle();
        tryWrite(3).orThrow();
    }

    @Test
    void whatFailedOrWasSkippedGivesItsPlaceBack() {
        tryWrite(1).orThrow();
        client.trySubmit(rig.bump(buffer, 1)).orThrow();
        rig.fail(COMPUTE);
        rig.settle();
        tryWrite(1).orThrow();
        tryWrite(2).orThrow();
    }

    @Test
    void submitWaitsUntilThereIsRoomAndNoLonger() throws Exception {
        rig.runShort(client, 1);
        tryWrite(1).orThrow();
        tryWrite(2).orThrow();
        AtomicReference<SubmitOutcome> outcome = new AtomicReference<>();
        Threads.Started waiter =
                Threads.start(() -> outcome.set(client.submit(rig.write(buffer, 3))));
        waiter.untilParked();
        assertEquals(2, rig.device().held(COMPUTE).size());
        rig.device().complete(COMPUTE);
        waiter.join();
        assertInstanceOf(SubmitOutcome.Submitted.class, outcome.get());
        assertEquals(2, rig.device().held(COMPUTE).size());
    }

    @Test
    @Scenario(
            value = "18",
            breaks = "a submission takes its place in the window before it waits for one")
    void anInterruptedWaiterLeavesEverythingAsItWas() throws Exception {
        rig.runShort(client, 1);
        tryWrite(1).orThrow();
        tryWrite(2).orThrow();
        List<Throwable> seen = new ArrayList<>();
        Threads.Started waiter =
                Threads.start(() ->
                        seen.add(
                                assertThrows(
                                        InterruptedException.class,
                                        () -> client.submit(rig.write(buffer, 3)))));
        waiter.untilParked();
        waiter.thread().interrupt();
        waiter.join();
        assertEquals("interrupted while waiting for a fence", seen.getFirst().getMessage());
        assertEquals(2, rig.device().held(COMPUTE).size());
        assertEquals(List.of(), rig.manager().audit(false));
        rig.complete(COMPUTE);
        tryWrite(3).orThrow();
        rig.settle();
        assertEquals(3, rig.firstWord(buffer));
    }

    @Test
    void aWaiterOfAClientThatClosesIsToldSo() throws Exception {
        tryWrite(1).orThrow();
        tryWrite(2).orThrow();
        List<Throwable> seen = new ArrayList<>();
        Threads.Started waiter =
                Threads.start(() ->
                        seen.add(
                                assertThrows(
                                        IllegalStateException.class,
                                        () -> client.submit(rig.write(buffer, 3)))));
        waiter.untilParked();
        client.close();
        rig.complete(COMPUTE);
        waiter.join();
        assertEquals("\"weights\" (4 KiB) is closed", seen.getFirst().getMessage());
    }

    @Test
    void awaitingIdleCanBeInterruptedAndClosingCannot() throws Exception {
        Fence written = tryWrite(1).orThrow();
        Threads.Started idle =
                Threads.start(() ->
                        assertThrows(InterruptedException.class, () -> rig.manager().awaitIdle()));
        idle.untilParked();
        idle.thread().interrupt();
        idle.join();
        Threads.Started closing =
                Threads.start(() -> {
                    rig.manager().close();
                    assertTrue(Thread.interrupted(), "the flag is there again");
                });
        closing.untilParked();
        closing.thread().interrupt();
        rig.device().complete(COMPUTE);
        closing.join();
        assertTrue(written.isSettled());
        assertFalse(written.isFailed());
    }
}
