package dev.holdfast.opencl;

import dev.holdfast.device.Workers;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// From which threads the calls of a driver are made.
///
/// OpenCL lets any thread call. There are drivers that take their process down if two do: their
/// calls are made *serially*, all of them by the [DriverThread], whoever wants them. Nothing waits
/// there for what only another call can end: queues look how far their commands have come instead
/// of waiting for them, and queues of others are never flushed, because a driver may run in the
/// flush whatever waits in the queue. While it does, the commands of all other queues stand still,
/// and the time of a watchdog runs for them: its limit has to be longer than that.
///
/// @param serial true if all calls are made by the driver thread
record Calls(boolean serial) {
    /// Chooses: `auto`, `serial`, or `direct`.
    static final String PROPERTY = "holdfast.opencl.calls";

    /// The platform whose calls are serial unless somebody says otherwise: it is known to end its
    /// process where two threads call at a time.
    private static final String ONE_THREAD_ONLY = "Oclgrind";

    /// As the property says; by what is known of the platform if it says nothing.
    static Calls configured(String platformName) {
        return of(System.getProperty(PROPERTY, "auto"), platformName);
    }

    /// By name; throws [IllegalArgumentException] for what is none.
    static Calls of(String name, String platformName) {
        return switch (name) {
            case "auto" -> new Calls(platformName.equals(ONE_THREAD_ONLY));
            case "serial" -> new Calls(true);
            case "direct" -> new Calls(false);
            default ->
                    throw new IllegalArgumentException(
                            PROPERTY + "=" + name + ": auto, serial or direct is possible");
        };
    }

    /// Makes `calls` where calls are made, and waits for what they answer or throw.
    <T> T call(Supplier<T> calls) {
        return serial ? DriverThread.get().call(calls) : calls.get();
    }

    /// The same of calls that answer nothing.
    void run(Runnable calls) {
        if (serial) {
            DriverThread.get()
                    .call(() -> {
                        calls.run();
                        return "";
                    });
        } else {
            calls.run();
        }
    }

    /// Where a queue is run: on a worker of its own, or where all calls are made.
    Executor worker(Workers workers, String name) {
        return serial ? DriverThread.get() : workers.worker(name);
    }
}
