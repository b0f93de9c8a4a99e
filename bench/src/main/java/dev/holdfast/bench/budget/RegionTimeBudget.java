package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.bench.harness.Verdict;
import dev.holdfast.device.unit.Bytes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// The processor time of one free and one allocation among ten thousand live ones, sizes
/// log-uniform from 256 B to 64 KiB: a region, and VMA's virtual block as its peer.
final class RegionTimeBudget implements Budget {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long SPACE_BYTES = Bytes.mebi(256);
    private static final double LEAST = Math.log(256);
    private static final double MOST = Math.log(65_536);

    /// Space that can be had and given back, in numbered slots.
    interface Space extends AutoCloseable {
        /// Frees what is in a slot, if anything is, and allocates something else into it; for each
        /// pair.
        void replace(int[] slots, long[] sizesBytes);

        @Override
        void close();
    }

    @Override
    public String name() {
        return "region-time";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        int live = size.pick(100, 10_000, 10_000);
        int pairs = size.pick(200, 200_000, 400_000);
        try (Space scattered = new RegionSpace(SPACE_BYTES, live, false);
                Space contiguous = new RegionSpace(SPACE_BYTES, live, true)) {
            Optional<Space> peer = VirtualBlock.open(SPACE_BYTES, live);
            if (peer.isEmpty()) {
                return withoutPeer(size, live, pairs, scattered, contiguous);
            }
            try (Space block = peer.get()) {
                Rounds<Double> rounds =
                        Rounds.inTurn(
                                size,
                                side(scattered, live, pairs),
                                side(contiguous, live, pairs),
                                side(block, live, pairs));
                List<Row> rows = new ArrayList<>(own(rounds));
                rows.add(nanos("VMA virtual block", rounds, 2, "offsets only, one extent each"));
                rows.add(ratio("scattered, by VMA", rounds, 0));
                rows.add(ratio("contiguous, by VMA", rounds, 1));
                return rows;
            }
        }
    }

    private List<Row> withoutPeer(Size size, int live, int pairs, Space scattered, Space contiguous)
            throws InterruptedException {
        Rounds<Double> rounds =
                Rounds.inTurn(size, side(scattered, live, pairs), side(contiguous, live, pairs));
        List<Row> rows = new ArrayList<>(own(rounds));
        rows.add(
                Row.without(
                        name(),
                        "by VMA",
                        Unit.RATIO,
                        new Goal.Wish(1),
                        Verdict.NOT_RUN,
                        "peer not measured: its native library is not here"));
        return rows;
    }

    private List<Row> own(Rounds<Double> rounds) {
        return List.of(
                nanos("scattered", rounds, 0, "with fences and content tags"),
                nanos("contiguous", rounds, 1, ""));
    }

    private Row nanos(String what, Rounds<Double> rounds, int side, String note) {
        return Row.of(
                name(),
                "a free and an allocation, " + what,
                Unit.NANOS,
                new Goal.None(),
                rounds.of(side, nanos -> nanos),
                note);
    }

    private Row ratio(String what, Rounds<Double> rounds, int side) {
        return Row.of(
                name(),
                what,
                Unit.RATIO,
                new Goal.Wish(1),
                rounds.ratio(side, 2, nanos -> nanos),
                "less is faster");
    }

    /// Every side is given the same slots and sizes in the same rounds.
    private static Rounds.Side<Double> side(Space space, int live, int pairs) {
        SplittableRandom random = new SplittableRandom(7);
        int[] slots = new int[live];
        for (int i = 0; i < live; i++) {
            slots[i] = i;
        }
        space.replace(slots, sizes(random, live));
        return () -> {
            int[] chosen = random.ints(pairs, 0, live).toArray();
            long[] sizes = sizes(random, pairs);
            long began = THREADS.getCurrentThreadCpuTime();
            space.replace(chosen, sizes);
            return (THREADS.getCurrentThreadCpuTime() - began) / (double) pairs;
        };
    }

    private static long[] sizes(SplittableRandom random, int count) {
        long[] sizes = new long[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = (long) Math.exp(LEAST + random.nextDouble() * (MOST - LEAST));
        }
        return sizes;
    }
}
