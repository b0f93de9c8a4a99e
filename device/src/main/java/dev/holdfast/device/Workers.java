package dev.holdfast.device;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import java.util.concurrent.Executor;

/// Where threads and time come from. Backends and the manager start no thread and read no clock of
/// their own, so that a simulator can own both.
public interface Workers {
    /// The clock.
    Ticker ticker();

    /// An executor that runs tasks one at a time, in order; `name` says whose they are. Each call
    /// answers a new one. Tasks may block where their owner says so.
    Executor worker(String name);

    /// Waits for `fence` on behalf of a caller who asked to wait. Whoever steps all workers on one
    /// thread steps them here until the fence has settled, or answers as an interrupt would.
    default FenceStatus await(Fence fence) throws InterruptedException {
        return fence.await();
    }

    /// True if one thread steps all workers and wants to choose anew after each small step. A task
    /// then does one thing and asks to be run again, instead of going on while there is work.
    default boolean stepped() {
        return false;
    }
}
