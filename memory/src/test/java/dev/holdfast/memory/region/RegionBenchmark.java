package dev.holdfast.memory.region;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.ledger.Ledger;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Time of one free and one allocate with so many extents live, sizes 256 B to 64 KiB evenly over
/// their logarithm: the workload that `research/dependencies.md` times other allocators with.
/// Thread CPU time, best and median of the rounds; no test, and nothing asserts it.
final class RegionBenchmark {
    private static final int PAIRS = 1_000_000;
    private static final int ROUNDS = 9;

    private RegionBenchmark() {}

    public static void main(String[] arguments) {
        for (int live : new int[] {10, 1_000, 10_000, 100_000, 1_000_000}) {
            List<Double> nanos = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                nanos.add(round(live));
            }
            nanos.sort(null);
            System.out.printf(
                    Locale.ROOT,
                    "%,9d live: %5.0f ns a pair, median %5.0f%n",
                    live,
                    nanos.getFirst(),
                    nanos.get(ROUNDS / 2));
        }
    }

    private static double round(int live) {
        Random random = new Random(1);
        long sizeBytes = Math.max(live, 100) * (24L << 10);
        Ledger ledger = new Ledger(Runnable::run);
        Region region = new Region(ledger, "benchmark", 0, sizeBytes, sizeBytes);
        AllocationRequest[] requests = new AllocationRequest[1 << 14];
        for (int i = 0; i < requests.length; i++) {
            long size = (long) (256 * Math.pow(256, random.nextDouble()));
            requests[i] = RegionFixture.scattered(size);
        }
        Extent[] owned = new Extent[live];
        try (var held = ledger.enter()) {
            for (int i = 0; i < live; i++) {
                owned[i] = allocate(region, requests[i % requests.length]);
            }
            long before = cpuNanos();
            for (int i = 0; i < PAIRS; i++) {
                int victim = random.nextInt(live);
                region.free(owned[victim], FenceJoin.empty(), ContentTag.MIXED);
                owned[victim] = allocate(region, requests[i % requests.length]);
            }
            return (double) (cpuNanos() - before) / PAIRS;
        }
    }

    private static Extent allocate(Region region, AllocationRequest request) {
        return RegionFixture.granted(region.allocate(request)).getFirst().extent();
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
