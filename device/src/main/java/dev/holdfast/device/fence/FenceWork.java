package dev.holdfast.device.fence;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Work that waits for fences and publishes one.
///
/// Once every dependency has settled, the body runs **exactly once, also after an error**: it is
/// handed the first data fault and decides what the published fence carries. That is what makes a
/// failsafe possible; a framework that skipped the body on error would skip the repair. Work
/// without a body only coalesces: it settles off the callback of its last dependency, with no hop
/// to a worker, and passes the first data fault on.
///
/// May be made under a lock: if all dependencies had settled by then, the rest happens as soon as
/// the lock is let go.
///
/// Source: dma_fence_work as the failsafe-migration series changes it (patches 1 and 6).
public final class FenceWork implements Consequence {
    private final SettableFence published;
    private final List<Dependency> dependencies;
    private final @Nullable Body body;
    private final @Nullable Executor executor;
    private final AtomicInteger unsettled;
    private final AtomicBoolean started = new AtomicBoolean();
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
            @Nullable Executor executor) {
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

    /// As [#start], for work of Holdfast's own: the body runs among the consequences of what it
    /// waits for, where the last dependency settles, and so before any code of a user's does.
    public static Fence startHere(List<Dependency> dependencies, Body body) {
        SettableFence published = new SettableFence();
        new FenceWork(published, List.copyOf(dependencies), body, null).arm();
        return published;
    }

    /// A fence that settles when all `dependencies` have, with the first data fault.
    public static Fence coalesce(List<Dependency> dependencies) {
        SettableFence published = new SettableFence();
        new FenceWork(published, List.copyOf(dependencies), null, null).arm();
        return published;
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
        if (fault != null && firstFault.get() == null && isData(fence)) {
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
        ThreadRules rules = ThreadRules.current();
        if (executor != null) {
            // a user's executor and body: what follows from the dependencies comes first
            rules.users.add(new Waiting(published, late -> handOver(), null));
            if (rules.settlingDepth == 0) {
                Trampoline.run(rules);
            }
        } else if (rules.heldLock == null) {
            finish();
        } else {
            // made under a lock, of fences that had all settled: whether they had is a race that
            // the maker cannot see, so it must not be an error
            rules.owed.add(new Waiting(published, Consequence.of(late -> finish()), null));
        }
    }

    private void finish() {
        if (body == null) {
            published.settle(firstFault());
        } else {
            var _ = runOnce(ForeignCode::threw);
        }
    }

    private void handOver() {
        try {
            Objects.requireNonNull(executor).execute(() -> runOnce(FenceWork::sneak));
        } catch (Throwable refused) {
            // fences settle in finite time: without a worker the body runs here. An executor that
            // runs at once throws what the body threw: then it has run
            boolean ranHere = runOnce(ForeignCode::threw);
            if (!ranHere || !(refused instanceof RejectedExecutionException)) {
                ForeignCode.threw(refused);
            }
        }
    }

    /// False, having done nothing, if the body was started before. What the body throws the fence
    /// carries, and `told` is told.
    private boolean runOnce(Consumer<Throwable> told) {
        if (!started.compareAndSet(false, true)) {
            return false;
        }
        Optional<Fault> outcome;
        try {
            outcome =
                    Objects.requireNonNull(
                            Objects.requireNonNull(body).run(firstFault()),
                            "the body answered null");
        } catch (Throwable thrown) {
            published.fail(
                    Fault.of(
                            FaultKind.DEPENDENCY_FAILED,
                            "fence work threw " + ForeignCode.words(thrown)));
            told.accept(thrown);
            return true;
        }
        published.settle(outcome);
        return true;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private Optional<Fault> firstFault() {
        return Optional.ofNullable(firstFault.get());
    }
}
