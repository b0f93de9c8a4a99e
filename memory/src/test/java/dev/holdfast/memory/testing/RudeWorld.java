package dev.holdfast.memory.testing;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.recorder.TraceSink;
import dev.holdfast.soft.SoftProvider;
import dev.holdfast.testing.SteppedWorkers;
import dev.holdfast.testing.WordKernels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/// A manager on a soft device, stepped by hand, in surroundings that throw: its driver, its
/// workers, its trace sink, and whoever listens for captures.
public final class RudeWorld implements AutoCloseable {
    private static final Set<String> OWN =
            Set.of("drain", "gate", "repair", "capture", "recovery", "release");

    private final SteppedWorkers workers = new SteppedWorkers();
    private final Rudeness rudeness;
    private final Device device;
    private final MemoryManager manager;
    private final WordKernels kernels;
    private final List<Throwable> reported = new ArrayList<>();

    /// Surroundings of `client`, or with `toAll` of everybody, that throw as `rudeness` says.
    public RudeWorld(Rudeness rudeness, String client, boolean toAll, MemoryOptions options) {
        this.rudeness = rudeness;
        rudeness.turn(false);
        Device soft = new SoftProvider().open(DeviceOptions.of(256 << 10, 1 << 20), workers);
        device = new RudeDevice(soft, rudeness, client, toAll);
        kernels = WordKernels.of(device);
        Thread.currentThread()
                .setUncaughtExceptionHandler((thread, thrown) -> reported.add(thrown));
        manager =
                MemoryManager.open(
                        device,
                        new RudeWorkers(),
                        options.traceTo(new RudeSink())
                                .onCapture(
                                        task -> {
                                            rudeness.mayThrow();
                                            task.run();
                                        },
                                        capture -> rudeness.mayThrow())
                                .withWatchdog(Duration.ofSeconds(1)));
        rudeness.turn(true);
    }

    private final class RudeWorkers implements Workers {
        @Override
        public Ticker ticker() {
            return workers.ticker();
        }

        @Override
        public Executor worker(String name) {
            Executor worker = workers.worker(name);
            if (!OWN.contains(name)) {
                return worker;
            }
            return task -> {
                rudeness.mayThrow();
                worker.execute(task);
            };
        }

        @Override
        public boolean stepped() {
            return true;
        }
    }

    private final class RudeSink implements TraceSink {
        @Override
        public void buffer(long id, long sizeBytes, String client) {
            rudeness.mayThrow();
        }

        @Override
        public void uploaded(long id) {
            rudeness.mayThrow();
        }

        @Override
        public void operation(String name, List<Long> reads, List<Long> writes) {
            rudeness.mayThrow();
        }

        @Override
        public void freed(long id) {
            rudeness.mayThrow();
        }
    }

    public MemoryManager manager() {
        return manager;
    }

    public WordKernels kernels() {
        return kernels;
    }

    public SteppedWorkers workers() {
        return workers;
    }

    /// What this thread's handler was told.
    public List<Throwable> reported() {
        return reported;
    }

    /// From here on everybody is polite, and everything goes on to its end.
    public void settle() {
        rudeness.turn(false);
        workers.runToEnd();
    }

    @Override
    public void close() {
        settle();
        try {
            manager.close();
            workers.runToEnd();
            device.close();
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }
    }
}
