package dev.holdfast.device.fence;

import dev.holdfast.device.fault.Fault;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Work that waits for fences and publishes one.
///
/// Once every dependency has settled, the body runs **exactly once, also after an error**: it is
/// handed the first data fault and decides what the published fence carries. That is what makes a
/// failsafe possible; a framework that skipped the body on error would skip the repair. Work
/// without a body only coalesces: it settles off the callback of its last dependency, with no hop
/// to a worker, and passes the first data fault on.
///
/// Source: dma_fence_work as the failsafe-migration series changes it (patches 1 and 6).
public final class FenceWork implements FenceCallback {
    private final SettableFence published;
    private final List<Dependency> dependencies;
    private final @Nullable Body body;
    private final Executor executor;
    private final AtomicInteger unsettled;
    private final AtomicReference<@Nullable Fault> firstFault = new AtomicReference<>();

    /// What is done when all dependencies have settled.
    @FunctionalInterface
    public interface Body {
        /// Does the work. Is given the first fault among the data dependencies, answers the fault
        /// that the published fence shall carry.
        Optional<Fault> run(Optional<Fault> firstFault);
    }

    private FenceWork(
            SettableFence published,
            List<Dependency> dependencies,
            @Nullable Body body,
            Executor executor) {
        this.published = published;
        this.dependencies = dependencies;
        this.body = body;
        this.executor = executor;
        this.unsettled = new AtomicInteger(dependencies.size() + 1);
    }

    /// Starts work whose `body` runs on `executor`; the answer is the published fence.
    public static Fence start(List<Dependency> dependencies, Executor executor, Body body) {
        SettableFence published = new SettableFence();
        new FenceWork(published, List.copyOf(dependencies), body, executor).arm();
        return published;
    }

    /// A fence that settles when all `dependencies` have, with the first data fault.
    public static Fence coalesce(List<Dependency> dependencies) {
        SettableFence published = new SettableFence();
        coalesceInto(published, dependencies);
        return published;
    }

    /// As [#coalesce], into a fence that exists already.
    static void coalesceInto(SettableFence published, List<Dependency> dependencies) {
        new FenceWork(published, List.copyOf(dependencies), null, Runnable::run).arm();
    }

    private void arm() {
        for (Dependency dependency : dependencies) {
            if (!dependency.fence().onSettled(this)) {
                settled(dependency.fence());
            }
        }
        countDown();
    }

    /// One dependency has settled. Public only as a callback; nobody else calls it.
    @Override
    public void settled(Fence fence) {
        Fault fault = fence.fault().orElse(null);
        if (fault != null && isData(fence)) {
            firstFault.compareAndSet(null, fault);
        }
        countDown();
    }

    private boolean isData(Fence fence) {
        for (Dependency dependency : dependencies) {
            if (dependency.fence() == fence && dependency.kind() == Dependency.Kind.DATA) {
                return true;
            }
        }
        return false;
    }

    private void countDown() {
        if (unsettled.decrementAndGet() > 0) {
            return;
        }
        if (body == null) {
            published.settle(Optional.ofNullable(firstFault.get()));
            return;
        }
        try {
            executor.execute(this::runBody);
        } catch (RejectedExecutionException shutDown) {
            // fences settle in finite time: without a worker the body runs here
            runBody();
        }
    }

    private void runBody() {
        Optional<Fault> outcome = Optional.empty();
        try {
            outcome =
                    java.util.Objects.requireNonNull(body)
                            .run(Optional.ofNullable(firstFault.get()));
        } catch (RuntimeException | Error thrown) {
            published.fail(
                    Fault.of(
                            dev.holdfast.device.fault.FaultKind.DEPENDENCY_FAILED,
                            "fence work threw " + thrown));
            throw thrown;
        }
        published.settle(outcome);
    }
}
