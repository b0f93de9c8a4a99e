package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Threads;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Chains of a million fences, on a stack that a recursion a thousand deep would overflow.
final class FenceChainTest {
    private static final int LENGTH = 1_000_000;
    private static final long STACK_BYTES = 256 << 10;

    private final Fault fault = Fault.of(FaultKind.COPY_FAILED, "copy failed");

    private static void onSmallStack(Threads.Body body) throws Exception {
        FutureTask<Object> task =
                new FutureTask<>(() -> {
                    body.run();
                    return true;
                });
        new Thread(null, task, "small stack", STACK_BYTES).start();
        task.get();
    }

    @Test
    void eachSettlesTheNext() throws Exception {
        SettableFence head = new SettableFence();
        Fence tail = head;
        for (int i = 0; i < LENGTH; i++) {
            SettableFence next = new SettableFence();
            tail.onSettled(next::settleLike);
            tail = next;
        }
        Fence last = tail;
        onSmallStack(() -> head.fail(fault));
        assertEquals(Optional.of(fault), last.fault());
    }

    @Test
    void fenceWorkOnFenceWork() throws Exception {
        SettableFence head = new SettableFence();
        Fence tail = head;
        for (int i = 0; i < LENGTH; i++) {
            tail = FenceWork.coalesce(List.of(Dependency.data(tail), Dependency.ordering(head)));
        }
        Fence last = tail;
        onSmallStack(() -> head.fail(fault));
        assertEquals(Optional.of(fault), last.fault());
    }

    @Test
    void bodiesOnAnExecutorThatRunsAtOnce() throws Exception {
        SettableFence head = new SettableFence();
        Fence tail = head;
        for (int i = 0; i < LENGTH / 10; i++) {
            tail = FenceWork.start(List.of(Dependency.data(tail)), Runnable::run, first -> first);
        }
        Fence last = tail;
        onSmallStack(() -> head.fail(fault));
        assertEquals(Optional.of(fault), last.fault());
    }

    @Test
    void oneTimelineSettledFromItsEnd() throws Exception {
        Timeline line = new Timeline("long");
        ArrayDeque<SettableFence> works = new ArrayDeque<>();
        for (int i = 0; i < LENGTH; i++) {
            SettableFence work = new SettableFence();
            line.attach(work);
            works.push(work);
        }
        onSmallStack(() -> works.forEach(SettableFence::signal));
        assertTrue(line.newest().isSettled());
    }

    @Test
    void aChainThatIsPendingAtItsEndKeepsNothingOfWhatHasSettled() {
        Timeline line = new Timeline("long");
        WeakReference<Fence> earlyPoint = settledBehind(line, 1_000);
        SettableFence open = new SettableFence();
        Fence pending = line.attach(open);
        WeakReference<Fence> latePoint = settledBehind(line, 1_000);
        for (int i = 0; i < 100 && earlyPoint.get() != null; i++) {
            System.gc();
        }
        assertTrue(earlyPoint.refersTo(null), "a settled point is still there");
        assertFalse(latePoint.refersTo(null), "a pending point has gone");
        open.signal();
        assertTrue(pending.isSettled() && line.newest().isSettled());
    }

    /// Attaches and settles `count` works; answers the first of their points.
    private static WeakReference<Fence> settledBehind(Timeline line, int count) {
        SettableFence work = new SettableFence();
        WeakReference<Fence> first = new WeakReference<>(line.attach(work));
        work.signal();
        for (int i = 1; i < count; i++) {
            line.attach(Fence.signalled());
        }
        return first;
    }
}
