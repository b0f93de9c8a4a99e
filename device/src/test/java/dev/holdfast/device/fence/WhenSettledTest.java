package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class WhenSettledTest {
    private final SettableFence fence = new SettableFence();
    private final Deque<Runnable> handed = new ArrayDeque<>();
    private final List<Object> seen = new ArrayList<>();

    @Test
    void theActionRunsOnTheExecutorAndNotBefore() {
        fence.whenSettled(handed::add, seen::add);
        assertEquals(0, handed.size());
        fence.signal();
        assertEquals(1, handed.size());
        assertEquals(List.of(), seen);
        handed.remove().run();
        assertEquals(List.of(fence.status()), seen);
    }

    @Test
    void theActionRunsOnTheExecutorAlsoIfTheFenceHasSettledAlready() {
        Fault fault = Fault.of(FaultKind.FOREIGN_FAILED, "user code failed it");
        fence.fail(fault);
        fence.whenSettled(handed::add, seen::add);
        assertEquals(List.of(), seen);
        handed.remove().run();
        assertEquals(List.of(new FenceStatus.Failed(fault)), seen);
    }

    @Test
    void theActionMayWaitAndSettleOthers() throws Exception {
        SettableFence next = new SettableFence();
        SettableFence last = new SettableFence();
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            fence.whenSettled(
                    executor,
                    status -> {
                        assertFalse(SignallingSection.isActive());
                        next.settleLike(fence);
                        try {
                            last.settleLike(awaited(next));
                        } catch (InterruptedException interrupted) {
                            throw new AssertionError(interrupted);
                        }
                    });
            fence.signal();
            assertTrue(last.await().isSettled());
        }
    }

    private static Fence awaited(Fence other) throws InterruptedException {
        assertTrue(other.await().isSettled());
        return other;
    }

    @Test
    void anExecutorThatRefusesGetsNoCallAndHarmsNobody() {
        fence.whenSettled(
                command -> {
                    throw new RejectedExecutionException("shut down");
                },
                seen::add);
        fence.onSettled(settled -> seen.add("next"));
        assertEquals(List.of(), reportedWhileSettling());
        assertEquals(List.of("next"), seen);
    }

    private List<Throwable> reportedWhileSettling() {
        Thread self = Thread.currentThread();
        List<Throwable> reported = new ArrayList<>();
        self.setUncaughtExceptionHandler((thread, uncaught) -> reported.add(uncaught));
        try {
            assertTrue(fence.signal());
        } finally {
            self.setUncaughtExceptionHandler(null);
        }
        return reported;
    }

    @Test
    void whatUserCodeThrowsNeverReachesWhoeverSettles() {
        IllegalStateException thrown = new IllegalStateException("user code");
        AssertionError error = new AssertionError("user code");
        fence.whenSettled(
                Runnable::run,
                status -> {
                    throw thrown;
                });
        fence.whenSettled(
                command -> {
                    throw error;
                },
                status -> {});
        fence.onSettled(settled -> seen.add("next"));
        List<Throwable> reported = reportedWhileSettling();
        assertEquals(List.of("next"), seen);
        assertEquals(2, reported.size());
        assertSame(thrown, reported.get(0));
        assertSame(error, reported.get(1));
    }

    @Test
    void onAnExecutorThatRunsAtOnceTheActionIsInsideTheSection() {
        fence.whenSettled(Runnable::run, status -> seen.add(SignallingSection.isActive()));
        fence.signal();
        fence.whenSettled(Runnable::run, status -> seen.add(SignallingSection.isActive()));
        assertEquals(List.of(true, false), seen);
    }
}
