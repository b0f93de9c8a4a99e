package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Estimate;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.bench.harness.Verdict;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.examples.ByHand;
import dev.holdfast.examples.OwnDevice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Streaming through an OpenCL device with a quarter of the memory: ours, against everything
/// resident, against a loop with two buffers written by hand on the driver alone, and against one
/// that waits for every copy. The one by hand has the best of several chunk sizes, and so do we.
///
/// *Once* is content that is new to the device in every pass, *again and again* the same content,
/// of which some is still there: a loop by hand makes no use of that.
final class OpenClBudget implements Budget {
    private static final long[] CHUNKS = {Bytes.kibi(256), Bytes.mebi(1), Bytes.mebi(4)};

    private final String device;

    /// On the device of that name.
    OpenClBudget(String device) {
        this.device = device;
    }

    @Override
    public String name() {
        return "opencl";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        long bytes = Bytes.mebi(size.pick(4, 128, 256));
        try (Arena arena = Arena.ofShared()) {
            MemorySegment content = arena.allocate(bytes, Long.BYTES);
            for (long at = 0; at < bytes; at += Long.BYTES) {
                content.set(ValueLayout.JAVA_LONG, at, at * 31);
            }
            return measure(size, content);
        } catch (IllegalArgumentException none) {
            return List.of(
                    Row.without(
                            name(),
                            "streaming once at four times device memory, by two buffers by hand",
                            Unit.RATIO,
                            new Goal.AtMost(1.05),
                            Verdict.NOT_RUN,
                            String.valueOf(none.getMessage())));
        }
    }

    private List<Row> measure(Size size, MemorySegment content) throws InterruptedException {
        long bytes = content.byteSize();
        List<Streamer> opened = new ArrayList<>();
        try (var resident = new Streamer(device, content, CHUNKS[2], bytes + Bytes.mebi(1));
                var hand = new ByHand(OwnDevice.named(device))) {
            for (long chunk : CHUNKS) {
                opened.add(new Streamer(device, content, chunk, bytes / 4));
            }
            Streamer ours = best(opened);
            opened.add(new Streamer(device, content, ours.partBytes(), bytes / 4));
            Streamer once = opened.getLast();
            warm(size, ours::nanos, once::firstNanos, resident::nanos);
            long chunk = bestChunk(hand, content);
            Rounds<Double> rounds =
                    Rounds.inTurn(
                            size,
                            ours::nanos,
                            resident::nanos,
                            () -> nanos(hand, content, chunk, true),
                            () -> nanos(hand, content, chunk, false),
                            once::firstNanos);
            String chunks =
                    "parts of %s, chunks of %s"
                            .formatted(Bytes.format(ours.partBytes()), Bytes.format(chunk));
            return List.of(
                    ratio("once", "two buffers by hand", rounds, 4, 2, 1.05, chunks),
                    ratio("once", "waiting for every copy", rounds, 4, 3, 1, ""),
                    ratio("again and again", "two buffers by hand", rounds, 0, 2, 1.05, ""),
                    ratio("again and again", "waiting for every copy", rounds, 0, 3, 1, ""),
                    row("ours, once", rounds, 4),
                    row("ours, again and again", rounds, 0),
                    row("everything resident", rounds, 1),
                    row("two buffers by hand", rounds, 2),
                    row("waiting for every copy", rounds, 3));
        } finally {
            opened.forEach(Streamer::close);
        }
    }

    /// A pass takes milliseconds, and the compiler longer.
    @SafeVarargs
    private static void warm(Size size, Rounds.Side<Double>... passes) throws InterruptedException {
        for (int i = 0; i < size.pick(1, 300, 600); i++) {
            for (Rounds.Side<Double> pass : passes) {
                var _ = pass.round();
            }
        }
    }

    private static Streamer best(List<Streamer> streamers) throws InterruptedException {
        Streamer best = streamers.getFirst();
        double bestNanos = Double.POSITIVE_INFINITY;
        for (Streamer each : streamers) {
            double nanos = Math.min(each.nanos(), Math.min(each.nanos(), each.nanos()));
            if (nanos < bestNanos) {
                best = each;
                bestNanos = nanos;
            }
        }
        return best;
    }

    private static long bestChunk(ByHand hand, MemorySegment content) {
        long best = CHUNKS[0];
        double bestNanos = Double.POSITIVE_INFINITY;
        for (long chunk : CHUNKS) {
            double nanos =
                    Math.min(
                            nanos(hand, content, chunk, true),
                            Math.min(
                                    nanos(hand, content, chunk, true),
                                    nanos(hand, content, chunk, true)));
            if (nanos < bestNanos) {
                best = chunk;
                bestNanos = nanos;
            }
        }
        return best;
    }

    private static double nanos(
            ByHand hand, MemorySegment content, long chunk, boolean overlapped) {
        long began = System.nanoTime();
        long[] counted = hand.count(content, chunk, overlapped);
        double took = System.nanoTime() - began;
        Streamer.check(content, counted);
        return took;
    }

    private Row ratio(
            String how,
            String by,
            Rounds<Double> rounds,
            int side,
            int other,
            double most,
            String note) {
        Estimate ratio = rounds.ratio(side, other, nanos -> nanos);
        String what = "streaming %s at four times device memory, by %s".formatted(how, by);
        return Row.of(name(), what, Unit.RATIO, new Goal.AtMost(most), ratio, note);
    }

    private Row row(String what, Rounds<Double> rounds, int side) {
        return Row.of(
                name(), what, Unit.NANOS, new Goal.None(), rounds.of(side, nanos -> nanos), "");
    }
}
