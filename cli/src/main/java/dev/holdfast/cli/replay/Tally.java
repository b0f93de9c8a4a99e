package dev.holdfast.cli.replay;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.FenceStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What a replay has found so far. Kernels and fence callbacks add to it from any thread and never
/// wait; totals are exact once everything has retired.
///
/// What a kernel found counts only when its operation's fence settles well: an operation that the
/// device reports as failed has verified nothing, whatever its kernel saw.
final class Tally {
    private static final int LISTED = 1000;
    private static final int EXPLAINED = 10;

    private final ConcurrentHashMap<Long, OpCheck> running = new ConcurrentHashMap<>();
    private final Digest digest = new Digest();
    private final Semaphore through = new Semaphore(0);
    private final LongAdder submitted = new LongAdder();
    private final LongAdder settled = new LongAdder();
    private final LongAdder verifiedReads = new LongAdder();
    private final LongAdder verifiedBytes = new LongAdder();
    private final LongAdder computeNanos = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder skippedReads = new LongAdder();
    private final LongAdder unreadableAtEnd = new LongAdder();
    private final LongAdder wrongReads = new LongAdder();
    private final LongAdder foreignReads = new LongAdder();
    private final LongAdder staleWords = new LongAdder();
    private final LongAdder foreignWords = new LongAdder();
    private final LongAdder garbageWords = new LongAdder();
    private final AtomicLong lastSettledNanos = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong lastUncountedNanos = new AtomicLong(Long.MIN_VALUE);
    private final ConcurrentLinkedQueue<SkippedOp> skips = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> wrongWords = new ConcurrentLinkedQueue<>();
    private final AtomicInteger skipsListed = new AtomicInteger();
    private final AtomicInteger wrongWordsListed = new AtomicInteger();

    // the submitting thread's
    private long awaited;

    /// A kernel has done its work.
    void checked(long number, OpCheck check) {
        running.put(number, check);
    }

    /// An operation was accepted; [#retired] follows.
    void submitted() {
        submitted.increment();
    }

    /// An operation was refused.
    void refused(ReplayOp op, String reason) {
        refusals.increment();
        skip(op, reason);
    }

    /// An operation's fence has settled; [#retired] follows, once what its kernel found is known.
    void ended(ReplayOp op) {
        (op.counted() ? lastSettledNanos : lastUncountedNanos)
                .accumulateAndGet(System.nanoTime(), Math::max);
    }

    /// An operation has ended, and what its kernel found is known.
    void retired(ReplayOp op, FenceStatus status) {
        OpCheck check = running.remove(op.number());
        Optional<Fault> fault = status.fault();
        if (fault.isPresent()) {
            skip(op, fault.get().toString());
        } else if (check == null) {
            skip(op, "the device reported success, but the kernel has not run");
        } else {
            found(op, check);
        }
        settled.increment();
        through.release();
    }

    private void found(ReplayOp op, OpCheck check) {
        digest.add(op.place(), check.digest());
        if (op.counted()) {
            verifiedReads.add(op.reads() - check.wrongReads());
            verifiedBytes.add(check.bytes());
            computeNanos.add(Math.max(check.nanos(), op.atLeastNanos()));
        }
        if (check.wrongReads() > 0) {
            wrong(check.wrongReads(), check.foreignReads());
            staleWords.add(check.staleWords());
            foreignWords.add(check.foreignWords());
            garbageWords.add(check.garbageWords());
            explain(op.name() + ": " + check.firstWrong());
        }
    }

    /// The final content of a buffer was read back.
    void readBack(int buffer, WordCount count) {
        digest.add(-1L - buffer, count.digest());
        if (!count.isRight()) {
            wrong(1, count.foreign() > 0 ? 1 : 0);
            staleWords.add(count.stale());
            foreignWords.add(count.foreign());
            garbageWords.add(count.garbage());
            explain("at the end: " + count.firstWrong());
        }
    }

    /// The final content of a buffer could not be read back.
    void unreadable(String client, String name, String reason) {
        unreadableAtEnd.increment();
        list(new SkippedOp(client, "read back of " + name, 0, 1, reason));
    }

    private void wrong(int reads, int foreign) {
        wrongReads.add(reads);
        foreignReads.add(foreign);
    }

    private void explain(String what) {
        if (wrongWordsListed.getAndIncrement() < EXPLAINED) {
            wrongWords.add(what);
        }
    }

    private void skip(ReplayOp op, String fault) {
        skippedReads.add(op.reads());
        list(new SkippedOp(op.client(), op.name(), op.iteration(), op.reads(), fault));
    }

    private void list(SkippedOp skipped) {
        if (skipsListed.getAndIncrement() < LISTED) {
            skips.add(skipped);
        }
    }

    /// Waits until every operation that has been accepted is through. For the submitting thread.
    void awaitSettled() throws InterruptedException {
        int missing = Math.toIntExact(submitted.sum() - awaited);
        through.acquire(missing);
        awaited += missing;
    }

    /// How many operations are through.
    long settledOps() {
        return settled.sum();
    }

    /// When the last one that does not count was, if one was; the clock is [System#nanoTime].
    OptionalLong lastUncountedNanos() {
        return time(lastUncountedNanos);
    }

    /// When the last one that counts was, if one was; the clock is [System#nanoTime].
    OptionalLong lastSettledNanos() {
        return time(lastSettledNanos);
    }

    private static OptionalLong time(AtomicLong latest) {
        long nanos = latest.get();
        return nanos == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    /// How long the counted kernels took.
    long computeNanos() {
        return computeNanos.sum();
    }

    /// Everything found, for a report.
    ///
    /// @param reads how many reads there should have been
    Verification verification(long reads) {
        return new Verification(
                reads,
                verifiedReads.sum(),
                verifiedBytes.sum(),
                skippedReads.sum(),
                unreadableAtEnd.sum(),
                wrongReads.sum(),
                foreignReads.sum(),
                staleWords.sum(),
                foreignWords.sum(),
                garbageWords.sum(),
                refusals.sum(),
                List.copyOf(skips),
                List.copyOf(wrongWords),
                digest.text());
    }
}
