package dev.holdfast.memory.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceWork;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LedgerTest {
    private final Ledger ledger = new Ledger(Runnable::run);
    private final List<Object> seen = new ArrayList<>();

    @AfterEach
    void theLedgerIsFree() throws Exception {
        Threads.start(
                        () -> {
                            assertTrue(ledger.tryEnter());
                            ledger.leave();
                        })
                .join();
    }

    @Test
    void isHeldByOneThreadAtATime() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        Threads.Started other;
        try (Ledger.Section held = ledger.enter()) {
            assertTrue(ledger.isHeld());
            ledger.requireHeld();
            other =
                    Threads.start(() -> {
                        assertFalse(ledger.isHeld());
                        assertThrows(InvariantError.class, ledger::requireHeld);
                        try (Ledger.Section theirs = ledger.enter()) {
                            entered.countDown();
                        }
                    });
            other.untilParked();
            assertEquals(1, entered.getCount());
        }
        other.join();
        assertFalse(ledger.isHeld());
    }

    @Test
    void isNotTakenTwice() {
        try (Ledger.Section held = ledger.enter()) {
            assertThrows(InvariantError.class, ledger::enter);
            assertThrows(InvariantError.class, () -> new Ledger(Runnable::run).enter());
            assertTrue(ledger.isHeld());
        }
        assertThrows(InvariantError.class, () -> ledger.afterwards(() -> {}));
        assertThrows(InvariantError.class, ledger::leave);
    }

    @Test
    void isNotWaitedForInsideASignallingSection() {
        try (SignallingSection section = SignallingSection.enter()) {
            assertThrows(IllegalStateException.class, ledger::enter);
            assertTrue(ledger.tryEnter(), "taking it without waiting is what the drain does");
            ledger.leave();
        }
        ledger.enter().close();
    }

    @Test
    void nothingSettlesAndNobodyWaitsUnderIt() {
        SettableFence fence = new SettableFence();
        fence.onSettled(settled -> assertFalse(ledger.isHeld()));
        try (Ledger.Section held = ledger.enter()) {
            assertThrows(InvariantError.class, fence::signal);
            assertThrows(InvariantError.class, () -> fence.await(Duration.ZERO));
            ledger.afterwards(fence::signal);
            assertFalse(fence.isSettled());
        }
        assertTrue(fence.isSettled());
    }

    @Test
    void fenceWorkMadeUnderItGoesOnOnceItIsFree() {
        SettableFence done = new SettableFence();
        done.signal();
        Fence published;
        try (Ledger.Section held = ledger.enter()) {
            published =
                    FenceWork.start(
                            List.of(Dependency.data(done)),
                            Runnable::run,
                            first -> {
                                seen.add(ledger.tryEnter());
                                ledger.leave();
                                return first;
                            });
            ledger.afterwards(() -> seen.add("after"));
            assertFalse(published.isSettled());
        }
        assertTrue(published.isSettled());
        assertEquals(List.of("after", true), seen);
    }

    @Test
    void whatIsLeftToBeDoneRunsInOrderOnceItIsFree() {
        try (Ledger.Section held = ledger.enter()) {
            for (int i = 0; i < 3; i++) {
                int number = i;
                ledger.afterwards(() -> {
                    assertFalse(ledger.isHeld());
                    seen.add(number);
                });
            }
            assertEquals(List.of(), seen);
        }
        assertEquals(List.of(0, 1, 2), seen);
        ledger.enter().close();
        assertEquals(List.of(0, 1, 2), seen);
    }

    @Test
    void whatIsDecidedInAnActionComesBehindWhatWasDecidedBefore() {
        try (Ledger.Section held = ledger.enter()) {
            ledger.afterwards(() -> {
                try (Ledger.Section again = ledger.enter()) {
                    ledger.afterwards(() -> seen.add(3));
                }
                seen.add(1);
            });
            ledger.afterwards(() -> seen.add(2));
        }
        assertEquals(List.of(1, 2, 3), seen);
    }

    @Test
    void anActionThatThrowsDoesNotStopTheOthersNorTheDrain() {
        IllegalStateException one = new IllegalStateException("one");
        AssertionError two = new AssertionError("two");
        Ledger.Section held = ledger.enter();
        ledger.drain().post(() -> seen.add("task"));
        ledger.afterwards(() -> fail(one));
        ledger.afterwards(() -> seen.add("between"));
        ledger.afterwards(() -> fail(two));
        ledger.afterwards(() -> seen.add("last"));
        var thrown = assertThrows(IllegalStateException.class, held::close);
        assertSame(one, thrown);
        assertArrayEquals(new Throwable[] {two}, thrown.getSuppressed());
        assertEquals(List.of("task", "between", "last"), seen);
        ledger.enter().close();
    }

    private static void fail(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    @Test
    void aChainOfActionsNeedsOneStackFrame() {
        int[] left = {100_000};
        Runnable[] step = new Runnable[1];
        step[0] =
                () -> {
                    if (left[0]-- > 0) {
                        ledger.drain().post(() -> ledger.afterwards(step[0]));
                    }
                };
        step[0].run();
        assertEquals(-1, left[0]);
    }

    @Test
    void aThreadThatHoldsAnotherLedgerCannotTakeThisOneAndLeavesItFree() {
        Ledger another = new Ledger(Runnable::run);
        try (Ledger.Section held = another.enter()) {
            assertThrows(InvariantError.class, () -> ledger.drain().post(() -> seen.add("task")));
        }
        ledger.enter().close();
        assertEquals(List.of("task"), seen);
    }
}
