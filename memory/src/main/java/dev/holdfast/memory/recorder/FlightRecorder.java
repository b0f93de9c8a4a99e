package dev.holdfast.memory.recorder;

import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.unit.MappedFiles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Writes down what is about to be done, in a file that outlives the process. See the package for
/// the rules.
///
/// The file is not ours alone: it may be cut short, or its disk may fail, and then a store throws
/// an error. So nothing that is recorded here ever throws. At the first error the recorder switches
/// itself off, with one warning.
///
/// Submissions, moves and names come from one thread at a time, under the ledger; what becomes of
/// commands is told by any thread. Nothing here waits, makes a system call but for what the ticker
/// makes, or allocates, but for a name that was not heard of lately.
public final class FlightRecorder implements CommandLog, AutoCloseable {
    /// As many objects of a submission as are written down; there may be more, and the record says
    /// how many.
    static final int MOST_USES = 4096;

    private static final int NUMBER_BITS = 64 - 3 * FlightFormat.COUNT_BITS;
    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

    private final FlightFile file;
    private final Ticker ticker;
    private final Slots records;
    private final FlightNames names;
    private final int mostUses;

    // In one word, so that a record knows exactly what was in flight when its turn came: the number
    // of the last record, and above it for each queue how many commands it has been handed and has
    // not reported. At a million records a second the numbers last for two years.
    private final AtomicLong state = new AtomicLong();

    private final Counters counters;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    // guarded by the ledger
    private long submissions;

    // each by the one who hands over to that queue
    private final long[] handedOver = new long[QueueKind.values().length];

    private FlightRecorder(FlightFile file, Ticker ticker, Counters counters) {
        this.file = file;
        this.counters = counters;
        this.ticker = ticker;
        this.records = file.records();
        this.names = new FlightNames(file.names(), file.slots());
        this.mostUses = Math.min(MOST_USES, file.slots() / 4);
    }

    /// A recorder for the device of that name.
    public static FlightRecorder open(Recording recording, String device, Ticker ticker)
            throws IOException {
        return open(recording, device, ticker, new Counters());
    }

    /// As above. That it had to switch itself off, `counters` counts.
    public static FlightRecorder open(
            Recording recording, String device, Ticker ticker, Counters counters)
            throws IOException {
        FlightFile file = FlightFile.create(recording, device, ticker.nanoTime());
        return new FlightRecorder(file, ticker, counters);
    }

    /// Something could not be recorded: nothing is any more.
    public void stop(Throwable thrown) {
        if (stopped.compareAndSet(false, true)) {
            counters.count(Counters.Counter.FLIGHT_LOGS_STOPPED);
            StoppedRecording.warn("The flight log cannot be written and is switched off", thrown);
        }
    }

    /// A submission has been placed and will be `command`. The answer is where its objects go:
    /// [#uses], for as many as there are.
    public long submitted(
            long command, long clientId, String client, String name, String kernel, int objects) {
        if (stopped.get()) {
            return 0;
        }
        try {
            int clientName = names.number(client);
            int workName = names.number(name);
            int kernelName = names.number(kernel);
            int written = Math.min(objects, mostUses);
            long before = state.getAndAdd(1L + written);
            long number = (before & NUMBER_MASK) + 1;
            records.write(
                    number,
                    FlightFormat.SUBMITTED
                            | ((long) Math.min(objects, 0xffff) << 16)
                            | (clientId << 32),
                    ++submissions,
                    command,
                    ticker.nanoTime(),
                    pair(clientName, workName),
                    pair(kernelName, counts(before)));
            MappedFiles.surfaceErrors();
            return number + 1;
        } catch (Throwable thrown) {
            stop(thrown);
            return 0;
        }
    }

    /// The `index`-th object of a submission; `at` is what [#submitted] answered.
    ///
    /// @param version of its content, before the submission
    /// @param extents where it is, in order
    public void uses(
            long at,
            long command,
            int index,
            ObjectUse.How how,
            long id,
            String name,
            long sizeBytes,
            long version,
            List<HeapRange> extents) {
        if (stopped.get()) {
            return;
        }
        try {
            if (index >= mostUses) {
                return;
            }
            HeapRange first = extents.getFirst();
            records.write(
                    at + index,
                    FlightFormat.USE
                            | ((long) how.bits() << 8)
                            | ((long) first.heap() << 16)
                            | ((long) index << 32)
                            | ((long) Math.min(extents.size(), 0xffff) << 48),
                    command,
                    id,
                    sizeBytes,
                    first.offset(),
                    pair(names.number(name), (int) version));
            MappedFiles.surfaceErrors();
        } catch (Throwable thrown) {
            stop(thrown);
        }
    }

    /// A piece of a move has been set up and will be `command`.
    public void moves(long command, QueueKind queue, long id, String name, Command what) {
        if (stopped.get()) {
            return;
        }
        try {
            int source = FlightFormat.FROM_ZEROS;
            long from = 0;
            HeapRange target;
            long sizeBytes;
            switch (what) {
                case Command.Copy copy -> {
                    Transfer first = copy.transfers().getFirst();
                    target = first.target();
                    sizeBytes = copy.sizeBytes();
                    source = FlightFormat.FROM_LENT;
                    if (first.source() instanceof HeapRange range) {
                        source = range.heap();
                        from = range.offset();
                    }
                }
                case Command.Fill fill -> {
                    target = fill.targets().getFirst();
                    sizeBytes = fill.sizeBytes();
                }
                case Command.Launch launch ->
                        throw new IllegalArgumentException("a kernel is not part of a move");
                case Command.Marker marker ->
                        throw new IllegalArgumentException("a marker is not part of a move");
            }
            records.write(
                    next(),
                    FlightFormat.MOVE
                            | ((long) queue.ordinal() << 8)
                            | ((long) source << 16)
                            | ((long) target.heap() << 24)
                            | ((long) names.number(name) << 32),
                    command,
                    id,
                    sizeBytes,
                    from,
                    target.offset());
            MappedFiles.surfaceErrors();
        } catch (Throwable thrown) {
            stop(thrown);
        }
    }

    /// A piece of a move that failed as command `earlier` is tried once more, as `command`.
    public void movesAgain(long command, QueueKind queue, long earlier) {
        if (stopped.get()) {
            return;
        }
        try {
            records.write(next(), kind(FlightFormat.AGAIN, queue), command, earlier, 0, 0, 0);
            MappedFiles.surfaceErrors();
        } catch (Throwable thrown) {
            stop(thrown);
        }
    }

    @Override
    public void handedOver(long command, QueueKind queue) {
        if (stopped.get()) {
            return;
        }
        try {
            long nanos = ticker.nanoTime();
            long ordinal = ++handedOver[queue.ordinal()];
            long after = state.addAndGet(1 + one(queue));
            records.write(
                    after & NUMBER_MASK,
                    kind(FlightFormat.HANDED_OVER, queue),
                    command,
                    nanos,
                    ordinal,
                    0,
                    pair(0, counts(after)));
            MappedFiles.surfaceErrors();
        } catch (Throwable thrown) {
            stop(thrown);
        }
    }

    @Override
    public void completed(long command, QueueKind queue, @Nullable FaultKind fault) {
        if (stopped.get()) {
            return;
        }
        try {
            long nanos = ticker.nanoTime();
            if (fault == FaultKind.DEVICE_LOST && lost.compareAndSet(false, true)) {
                mark(FlightFormat.DEVICE_LOST, nanos);
            }
            long after = state.addAndGet(1 - one(queue));
            records.write(
                    after & NUMBER_MASK,
                    kind(FlightFormat.COMPLETED, queue) | code(fault),
                    command,
                    nanos,
                    0,
                    0,
                    pair(0, counts(after)));
            MappedFiles.surfaceErrors();
        } catch (Throwable thrown) {
            stop(thrown);
        }
    }

    @Override
    public void skipped(long command, QueueKind queue, FaultKind fault) {
        if (stopped.get()) {
            return;
        }
        try {
            long after = state.incrementAndGet();
            records.write(
                    after & NUMBER_MASK,
                    kind(FlightFormat.SKIPPED, queue) | code(fault),
                    command,
                    ticker.nanoTime(),
                    0,
                    0,
                    pair(0, counts(after)));
            MappedFiles.surfaceErrors();
        } catch (Throwable thrown) {
            stop(thrown);
        }
    }

    private void mark(int kind, long nanos) {
        if (stopped.get()) {
            return;
        }
        try {
            long after = state.incrementAndGet();
            records.write(after & NUMBER_MASK, kind, 0, nanos, 0, 0, pair(0, counts(after)));
            MappedFiles.surfaceErrors();
        } catch (Throwable thrown) {
            stop(thrown);
        }
    }

    private long next() {
        return state.incrementAndGet() & NUMBER_MASK;
    }

    private static long kind(int kind, QueueKind queue) {
        return kind | ((long) queue.ordinal() << 8);
    }

    private static long code(@Nullable FaultKind fault) {
        return fault == null ? 0 : (fault.ordinal() + 1L) << 16;
    }

    private static long one(QueueKind queue) {
        return 1L << (NUMBER_BITS + FlightFormat.COUNT_BITS * queue.ordinal());
    }

    private static int counts(long state) {
        return (int) (state >>> NUMBER_BITS);
    }

    private static long pair(int low, int high) {
        return (low & 0xffff_ffffL) | ((long) high << 32);
    }

    /// Says in the log that everything has come to its end, and lets the file go. Closing twice is
    /// harmless.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            mark(FlightFormat.CLOSED, ticker.nanoTime());
            try {
                file.close();
            } catch (Throwable failed) {
                stop(failed);
            }
        }
    }
}
