package dev.holdfast.soak.rude;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.recorder.TraceSink;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// What clients have a manager call: callbacks, executors, a capture listener and a trace sink, all
/// of which throw.
public final class RudeClients {
    private static final int FENCES = 5;
    private static final int LISTENERS = 3;
    private static final int SINK_LEAST = 500;
    private static final int SINK_RANGE = 2000;

    private final Rudeness rudeness;
    private final Consumer<String> violated;

    /// `violated` hears of what a manager must not do.
    public RudeClients(Rudeness rudeness, Consumer<String> violated) {
        this.rudeness = rudeness;
        this.violated = violated;
    }

    /// Work was accepted: somebody may wait for it who throws.
    public void on(Fence fence) {
        if (!rudeness.oneIn(FENCES)) {
            return;
        }
        var _ =
                fence.onSettled(settled -> {
                    throw rudeness.error(Kind.CALLBACK_THREW);
                });
        fence.whenSettled(
                task -> {
                    throw rudeness.error(Kind.EXECUTOR_THREW);
                },
                status -> {});
        fence.whenSettled(
                task -> {
                    throw refusal(Kind.EXECUTOR_REFUSED);
                },
                status -> violated.accept("an executor refused an action, which ran"));
        fence.whenSettled(
                Runnable::run,
                status -> {
                    throw rudeness.error(Kind.CALLBACK_THREW);
                });
    }

    private RejectedExecutionException refusal(Kind kind) {
        return new RejectedExecutionException(rudeness.mark(kind));
    }

    /// With a capture listener and a trace sink that throw.
    public MemoryOptions in(MemoryOptions options) {
        if (!rudeness.isRude()) {
            return options;
        }
        AtomicLong captures = new AtomicLong();
        Executor executor =
                task -> {
                    if (captures.incrementAndGet() % LISTENERS == 0) {
                        throw refusal(Kind.LISTENER_REFUSED);
                    }
                    task.run();
                };
        return options.traceTo(new Sink())
                .onCapture(
                        executor,
                        capture -> {
                            throw rudeness.error(Kind.LISTENER_THREW);
                        });
    }

    /// Well-behaved for a while. It must not be told anything after that.
    private final class Sink implements TraceSink {
        private final long last = (long) SINK_LEAST + rudeness.below(SINK_RANGE);
        private final AtomicLong told = new AtomicLong();

        private void told() {
            long number = told.incrementAndGet();
            if (number == last) {
                throw rudeness.error(Kind.SINK_THREW);
            }
            if (number > last) {
                violated.accept("a trace sink that threw is told more");
            }
        }

        @Override
        public void buffer(long id, long sizeBytes, String client) {
            told();
        }

        @Override
        public void uploaded(long id) {
            told();
        }

        @Override
        public void operation(String name, List<Long> reads, List<Long> writes) {
            told();
        }

        @Override
        public void freed(long id) {
            told();
        }
    }
}
