package dev.holdfast.memory.recorder;

import dev.holdfast.device.fence.ForeignCode;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Keeps a user's trace sink away from where nothing may fail.
///
/// What happens is put on a list, under the ledger and so in the order in which it happens. Whoever
/// lets the ledger go tells the sink, one thing at a time and by one thread at a time, when
/// everything is settled. At the first throw the sink is told nothing any more.
public final class TraceFeed implements TraceSink {
    private final TraceSink sink;
    private final Counters counters;
    private final ConcurrentLinkedQueue<Runnable> untold = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean token = new AtomicBoolean();
    private volatile boolean stopped;

    /// Feeds `sink`.
    public TraceFeed(TraceSink sink, Counters counters) {
        this.sink = sink;
        this.counters = counters;
    }

    @Override
    public void buffer(long id, long sizeBytes, String client) {
        tell(() -> sink.buffer(id, sizeBytes, client));
    }

    @Override
    public void uploaded(long id) {
        tell(() -> sink.uploaded(id));
    }

    @Override
    public void operation(String name, List<Long> reads, List<Long> writes) {
        tell(() -> sink.operation(name, reads, writes));
    }

    @Override
    public void freed(long id) {
        tell(() -> sink.freed(id));
    }

    private void tell(Runnable what) {
        if (!stopped) {
            untold.add(what);
            ForeignCode.afterwards(this::flush);
        }
    }

    /// A thread that does not get the token may leave: whoever has it looks again.
    private void flush() {
        while (!untold.isEmpty() && token.compareAndSet(false, true)) {
            try {
                @Nullable Runnable next;
                while ((next = untold.poll()) != null) {
                    tellNow(next);
                }
            } finally {
                token.set(false);
            }
        }
    }

    private void tellNow(Runnable what) {
        if (stopped) {
            return;
        }
        try {
            what.run();
        } catch (Throwable thrown) {
            stopped = true;
            counters.count(Counters.Counter.TRACES_STOPPED);
            StoppedRecording.warn("The trace sink threw and is told nothing any more", thrown);
        }
    }
}
