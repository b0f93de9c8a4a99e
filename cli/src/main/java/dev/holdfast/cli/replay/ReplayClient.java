package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceOp;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.SubmitOutcome;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One tenant of a replay: takes operations in order and submits them as far as its window allows.
///
/// Belongs to the thread that submits.
final class ReplayClient {
    private final int index;
    private final Client client;
    private final Submitting replay;
    private final ArrayDeque<Queued> backlog = new ArrayDeque<>();
    private @Nullable Prepared prepared;
    private @Nullable Fence full;
    private long operations;

    /// What all clients of a replay share.
    ///
    /// @param trace that they run
    /// @param buffers of it
    /// @param verifier makes its operations into kernels
    /// @param tally of what they find
    /// @param latencies of accepted submissions
    /// @param nanosFactor what the trace's durations are multiplied with; zero for no duration
    record Submitting(
            Trace trace,
            WorkingSet buffers,
            Verifier verifier,
            Tally tally,
            Latencies latencies,
            double nanosFactor) {}

    private record Queued(int op, int iteration, boolean counted) {}

    private record Prepared(ReplayOp op, Work work) {}

    ReplayClient(int index, Client client, Submitting replay) {
        this.index = index;
        this.client = client;
        this.replay = replay;
    }

    /// Adds an operation to what it has to do.
    void enqueue(int op, int iteration, boolean counted) {
        backlog.addLast(new Queued(op, iteration, counted));
    }

    /// Submits what there is until it is through or the window is full.
    void advance() throws InterruptedException {
        if (full != null && !full.isSettled()) {
            return;
        }
        full = null;
        while (full == null && !backlog.isEmpty()) {
            if (submit(backlog.getFirst())) {
                backlog.removeFirst();
            }
        }
    }

    /// The device is another: what was made ready for the one before is of no use.
    void prepareAgain() throws InterruptedException {
        Prepared before = prepared;
        if (before != null) {
            TraceOp traced = replay.trace().ops().get(backlog.getFirst().op());
            prepared =
                    new Prepared(before.op(), replay.verifier().work(client, traced, before.op()));
        }
    }

    /// True if it has something to do and no room in its window.
    boolean isBlocked() {
        return full != null && !full.isSettled();
    }

    /// True if it has nothing to do.
    boolean isThrough() {
        return backlog.isEmpty();
    }

    /// Waits until there may be room in its window again.
    void awaitRoom() throws InterruptedException {
        if (full != null) {
            full.await();
        }
    }

    /// False, and `full` set, if the window is full.
    private boolean submit(Queued queued) throws InterruptedException {
        TraceOp traced = replay.trace().ops().get(queued.op());
        Prepared next = prepared;
        if (next == null) {
            ReplayOp op = operation(traced, queued);
            String obstacle = open(traced);
            if (!obstacle.isEmpty()) {
                replay.tally().refused(op, obstacle);
                finish(traced);
                return true;
            }
            next = new Prepared(op, replay.verifier().work(client, traced, op));
        }
        long beganNanos = System.nanoTime();
        SubmitOutcome outcome = client.trySubmit(next.work());
        long tookNanos = System.nanoTime() - beganNanos;
        prepared = null;
        switch (outcome) {
            case SubmitOutcome.Submitted(Fence fence) -> {
                if (queued.counted()) {
                    replay.latencies().add(tookNanos);
                }
                submitted(traced, next.op(), fence);
            }
            case SubmitOutcome.Refused(var reason) ->
                    replay.tally().refused(next.op(), reason.message());
            case SubmitOutcome.WindowFull(Fence fence) -> {
                prepared = next;
                full = fence;
                return false;
            }
        }
        finish(traced);
        return true;
    }

    private ReplayOp operation(TraceOp traced, Queued queued) {
        long place = ((index + 1L) << 40) + operations++;
        long nanos = (long) (traced.nanos() * replay.nanosFactor());
        return new ReplayOp(
                place,
                place,
                client.name(),
                traced.name(),
                queued.iteration(),
                traced.reads().size(),
                queued.counted(),
                nanos);
    }

    /// Makes every buffer exist that an operation uses. The answer says why it cannot run; it is
    /// empty if it can.
    private String open(TraceOp traced) throws InterruptedException {
        WorkingSet buffers = replay.buffers();
        String obstacle = replay.verifier().obstacle();
        if (!obstacle.isEmpty()) {
            return obstacle;
        }
        for (int position = 0; position < traced.uses().size(); position++) {
            int buffer = traced.uses().at(position);
            var refusal = buffers.open(buffer);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            String missing = buffers.missing(buffer);
            if (!missing.isEmpty() && traced.accessAt(position).reads()) {
                return missing;
            }
        }
        return "";
    }

    private void submitted(TraceOp traced, ReplayOp op, Fence fence) {
        traced.writes().stream().forEach(replay.buffers()::written);
        replay.tally().submitted();
        replay.verifier().submitted(op, fence);
    }

    private void finish(TraceOp traced) {
        traced.frees().stream().forEach(replay.buffers()::close);
    }
}
