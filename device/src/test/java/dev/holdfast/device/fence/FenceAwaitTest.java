package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class FenceAwaitTest {
    private final SettableFence fence = new SettableFence();
    private int payload;

    /// How many callbacks the fence holds, waiters included.
    private static int waiting(SettableFence fence) throws ReflectiveOperationException {
        Field state = SettableFence.class.getDeclaredField("state");
        state.setAccessible(true);
        Object at = state.get(fence);
        int count = 0;
        while (at != null && !(at instanceof FenceStatus)) {
            at = ((Waiting) at).next;
            count++;
        }
        return count;
    }

    @Test
    @Scenario(value = "H4", breaks = "a wait of no time parks")
    void noTimePolls() throws Exception {
        assertInstanceOf(FenceStatus.Pending.class, fence.await(Duration.ZERO));
        assertInstanceOf(FenceStatus.Pending.class, fence.await(Duration.ofNanos(-1)));
        fence.signal();
        assertInstanceOf(FenceStatus.Signalled.class, fence.await(Duration.ZERO));
        assertInstanceOf(FenceStatus.Signalled.class, fence.await());
    }

    @Test
    @Scenario(value = "H4", breaks = "a wait whose time has passed goes on, or answers settled")
    void aTimeoutAnswersPending() throws Exception {
        assertInstanceOf(FenceStatus.Pending.class, fence.await(Duration.ofMillis(1)));
    }

    @Test
    @Scenario(
            value = {"H4", "H13"},
            breaks = "settling does not wake the threads that wait, or only one of them")
    void settlingWakesEveryWaiterAndShowsThemWhatWasWritten() throws Exception {
        List<Threads.Started> waiters = new ArrayList<>();
        for (Duration time : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofHours(9))) {
            waiters.add(
                    Threads.start(() -> {
                        assertTrue(fence.await(time).fault().isPresent());
                        assertEquals(17, payload);
                    }));
        }
        waiters.add(Threads.start(() -> assertTrue(fence.await().isSettled())));
        waiters.forEach(Threads.Started::untilParked);
        payload = 17;
        fence.fail(Fault.of(FaultKind.COPY_FAILED, "copy 1 failed"));
        for (Threads.Started waiter : waiters) {
            waiter.join();
        }
    }

    @Test
    void beingWokenForNothingGoesOnWaiting() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Threads.Started waiter =
                Threads.start(() -> {
                    assertTrue(fence.await().isSettled());
                    done.countDown();
                });
        for (int i = 0; i < 100; i++) {
            waiter.untilParked();
            LockSupport.unpark(waiter.thread());
        }
        assertEquals(1, done.getCount());
        fence.signal();
        waiter.join();
    }

    @Test
    void anInterruptEndsTheWaitAndLeavesTheFenceAsItWas() throws Exception {
        Threads.Started waiter =
                Threads.start(() -> assertThrows(InterruptedException.class, fence::await));
        waiter.untilParked();
        waiter.thread().interrupt();
        waiter.join();
        assertEquals(0, waiting(fence));
        assertTrue(fence.signal());
    }

    @Test
    void anInterruptBeforeTheWaitIsNotWaitedOut() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, fence::await);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    @Scenario(value = "H2", breaks = "a waiter that gave up stays among the callbacks")
    void waitersThatGaveUpLeaveNoTrailWhereverTheyStood() throws Exception {
        List<Integer> seen = new ArrayList<>();
        fence.onSettled(settled -> seen.add(1));
        Threads.Started below = Threads.start(() -> giveUp());
        below.untilParked();
        fence.onSettled(settled -> seen.add(2));
        Threads.Started above = Threads.start(() -> assertTrue(fence.await().isSettled()));
        above.untilParked();
        fence.onSettled(settled -> seen.add(3));
        assertEquals(5, waiting(fence));
        for (int i = 0; i < 10; i++) {
            fence.await(Duration.ofNanos(1));
        }
        below.thread().interrupt();
        below.join();
        assertEquals(4, waiting(fence));
        fence.signal();
        above.join();
        assertEquals(List.of(1, 2, 3), seen);
    }

    private void giveUp() {
        assertThrows(InterruptedException.class, fence::await);
    }

    @Test
    void waitingIsForbiddenWhereItCouldWaitForItself() {
        try (SignallingSection section = SignallingSection.enter()) {
            assertThrows(IllegalStateException.class, () -> fence.await(Duration.ofNanos(1)));
            assertThrows(IllegalStateException.class, () -> fence.await(Duration.ZERO));
        }
        LockMark.set("the test lock");
        try {
            assertThrows(InvariantError.class, () -> fence.await(Duration.ofNanos(1)));
        } finally {
            LockMark.clear();
        }
    }

    @Test
    void waitingInARawCallbackIsReported() {
        SettableFence never = new SettableFence();
        fence.onSettled(settled -> {
            try {
                never.await(Duration.ofNanos(1));
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        var thrown = Rudeness.reportedBy(fence::signal).getFirst();
        assertTrue(thrown.getMessage().contains("whenSettled"), thrown.getMessage());
        assertTrue(fence.isSettled());
    }
}
