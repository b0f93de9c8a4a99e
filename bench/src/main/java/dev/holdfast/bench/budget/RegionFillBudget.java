package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Estimate;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.bench.harness.Verdict;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.region.AllocationOutcome;
import dev.holdfast.memory.region.AllocationRequest;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.GrantedExtent;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How full a region is when it first has to say no: real programs' lifetimes in regions that are a
/// little too small for them. No time is measured, so that one run is enough.
final class RegionFillBudget implements Budget {
    private static final double[] SHARES = {0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98};

    private final Path inputs;

    /// @param inputs the folder with the recorded lifetimes
    RegionFillBudget(Path inputs) {
        this.inputs = inputs;
    }

    @Override
    public String name() {
        return "region-fill";
    }

    @Override
    public List<Row> measure(Size size) {
        Path events = inputs.resolve("v100-memory-events.csv.gz");
        Path minimalloc = inputs.resolve("minimalloc");
        if (!Files.isReadable(events) || !Files.isDirectory(minimalloc)) {
            return List.of(
                    Row.without(
                            name(),
                            "device fill at the first NoSpace, scattered",
                            Unit.RATIO,
                            new Goal.AtLeast(0.98),
                            Verdict.NOT_RUN,
                            "the recorded lifetimes are not here: --inputs DIR"));
        }
        try {
            List<Lifetimes> programs = new ArrayList<>();
            for (char letter = 'A'; letter <= 'F'; letter++) {
                Path file = minimalloc.resolve(letter + ".1048576.csv");
                programs.add(Lifetimes.ofMinimalloc(file, size.pick(2, 256, 256)));
            }
            programs.add(Lifetimes.ofDeviceEvents(events, size.pick(1, 8, 8)));
            return List.of(row(programs, false), row(programs, true));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Row row(List<Lifetimes> programs, boolean contiguous) {
        double[] fills =
                programs.stream()
                        .flatMapToDouble(program ->
                                Arrays.stream(SHARES)
                                        .map(share -> fillOf(program, share, contiguous)))
                        .toArray();
        double least = Arrays.stream(fills).min().orElseThrow();
        return Row.of(
                name(),
                "device fill at the first NoSpace, " + (contiguous ? "contiguous" : "scattered"),
                Unit.RATIO,
                contiguous ? new Goal.None() : new Goal.AtLeast(0.98),
                Estimate.of(fills),
                String.format(Locale.ROOT, "least of %d runs: %.3f", fills.length, least));
    }

    /// Live bytes as asked for by the size of the region, when the first request is refused.
    private static double fillOf(Lifetimes program, double share, boolean contiguous) {
        Ledger ledger = new Ledger(Runnable::run);
        long sizeBytes = Bytes.roundUp((long) (program.peakBytes() * share), 256);
        Region region = new Region(ledger, "device", 0, sizeBytes, sizeBytes, ContentTag.CLEAN);
        @Nullable List<GrantedExtent>[] granted = arrayOf(program.buffers());
        long liveBytes = 0;
        try (var _ = ledger.enter()) {
            for (Lifetimes.Moment moment : program.moments()) {
                if (moment.allocates()) {
                    var request =
                            new AllocationRequest(
                                    moment.sizeBytes(), contiguous, Window.ANY, 1, false);
                    if (!(region.allocate(request) instanceof AllocationOutcome.Granted got)) {
                        return (double) liveBytes / sizeBytes;
                    }
                    granted[moment.buffer()] = got.extents();
                    liveBytes += moment.sizeBytes();
                } else {
                    List<GrantedExtent> gone = granted[moment.buffer()];
                    if (gone != null) {
                        gone.forEach(each ->
                                region.free(
                                        each.extent(), FenceJoin.empty(), ContentTag.ownedBy(1)));
                        liveBytes -= moment.sizeBytes();
                    }
                }
            }
        }
        throw new IllegalStateException(program.name() + " fits into less than its peak");
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable List<GrantedExtent>[] arrayOf(int length) {
        return new List[length];
    }
}
