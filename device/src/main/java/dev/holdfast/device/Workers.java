package dev.holdfast.device;

import java.util.concurrent.Executor;

/// Where threads and time come from. Backends and the manager start no thread and read no clock
/// of their own, so that a simulator can own both.
public interface Workers {
    /// The clock.
    Ticker ticker();

    /// An executor that runs tasks one at a time, in order; `name` says whose they are. Each call
    /// answers a new one. Tasks may block where their owner says so.
    Executor worker(String name);
}
