package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Threads;
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
}
