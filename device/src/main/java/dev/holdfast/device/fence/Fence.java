package dev.holdfast.device.fence;

import dev.holdfast.device.fault.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// A one-shot mark of completion: pending, then signalled or failed, then unchanging.
///
/// Thread-safe. Observing settlement by any method of this interface makes visible everything that
/// was written before the fence was settled. Source: dma-fence.
public sealed interface Fence permits SettableFence {

    /// A fence that has settled well.
    static Fence signalled() {
        return SettableFence.SIGNALLED_FENCE;
    }

    /// A fence that has settled badly.
    static Fence failed(Fault fault) {
        return new SettableFence(new FenceStatus.Failed(fault));
    }

    /// Where the fence stands now.
    FenceStatus status();

    /// True once it has settled, well or badly.
    boolean isSettled();

    /// True once it has settled badly.
    default boolean isFailed() {
        return status() instanceof FenceStatus.Failed;
    }

    /// The fault of a fence that settled badly.
    default Optional<Fault> fault() {
        return status().fault();
    }

    /// Runs `callback` once when the fence settles, on the settling thread. On a fence that has
    /// settled already it answers false and does **not** call. Raw callbacks must not block; user
    /// code wants [#whenSettled]. They run once all that follows from the same event has been
    /// settled; what they throw goes to the thread's uncaught-exception handler.
    boolean onSettled(FenceCallback callback);

    /// Runs `action` on `executor` once the fence has settled, also if it has already. The action
    /// may do anything, submitting included. If the executor refuses, the action does not run. What
    /// the executor throws otherwise goes to this thread's uncaught-exception handler, never to
    /// whoever settles the fence.
    void whenSettled(Executor executor, Consumer<FenceStatus> action);

    /// Waits until the fence settles. Throws [IllegalStateException] inside a [SignallingSection],
    /// where waiting could wait for itself.
    FenceStatus await() throws InterruptedException;

    /// Waits until the fence settles or `timeout` has passed, and says which: the answer is
    /// [FenceStatus.Pending] after a timeout. Zero polls.
    FenceStatus await(Duration timeout) throws InterruptedException;
}
