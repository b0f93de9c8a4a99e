package dev.holdfast.device;

import java.util.concurrent.Executor;

/// Where threads and time come from. Backends and the manager start no thread and read no clock of
/// their own, so that a simulator can own both.
public interface Workers {
    /// The clock.
    Ticker ticker();

    /// An executor that runs tasks one at a time, in order; `name` says whose they are. Each call
    /// answers a new one. Tasks may block where their owner says so.
    Executor worker(String name);

    /// True if one thread steps all workers and wants to choose anew after each small step. A task
    /// then does one thing and asks to be run again, instead of going on while there is work.
    default boolean stepped() {
        return false;
    }
}
