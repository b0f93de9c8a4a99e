package dev.holdfast.memory.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.testing.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Allocations and frees of real programs. Not run where the inputs are missing.
class RegionReplayTest {
    private static final long MINIMALLOC_UNITS = 1_048_576;
    private static final double FILL_GOAL = 0.98;

    /// Something becomes `bytes` large (zero: is freed) under the name `id`.
    private record Change(String id, long bytes) {}

    private final Ledger ledger = new Ledger(Runnable::run);
    private final Map<String, List<GrantedExtent>> owned = new HashMap<>();

    private static Path input(String name) {
        Path here = Path.of("").toAbsolutePath();
        for (Path at = here; at != null; at = at.getParent()) {
            Path found = at.resolve("shared").resolve("data").resolve(name);
            if (Files.exists(found)) {
                return found;
            }
        }
        assumeTrue(false, name + " is not here");
        return here;
    }

    private static List<Change> minimalloc(String name) throws IOException {
        record At(long time, boolean start, Change change) {}
        List<At> all = new ArrayList<>();
        List<String> lines = Files.readAllLines(input("minimalloc/" + name + ".1048576.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            long bytes = Long.parseLong(cells[3]) * Range.GRANULE;
            all.add(new At(Long.parseLong(cells[1]), true, new Change(cells[0], bytes)));
            all.add(new At(Long.parseLong(cells[2]), false, new Change(cells[0], 0)));
        }
        all.sort(Comparator.comparingLong(At::time).thenComparing(At::start));
        return all.stream().map(At::change).toList();
    }

    private static List<Change> v100() throws IOException {
        List<Change> changes = new ArrayList<>();
        try (InputStream file = Files.newInputStream(input("v100-memory-events.csv.gz"));
                InputStream plain = new GZIPInputStream(file)) {
            String text = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().skip(1).toList()) {
                String[] cells = line.split(",");
                boolean alloc = cells[2].equals("alloc");
                changes.add(new Change(cells[3], alloc ? Long.parseLong(cells[4]) : 0));
            }
        }
        return changes;
    }

    private static long peak(List<Change> changes) {
        Map<String, Long> live = new HashMap<>();
        long now = 0;
        long peak = 0;
        for (Change change : changes) {
            long rounded = (change.bytes() + Range.GRANULE - 1) & -Range.GRANULE;
            Long before = rounded > 0 ? live.put(change.id(), rounded) : live.remove(change.id());
            now += rounded - (before == null ? 0 : before);
            peak = Math.max(peak, now);
        }
        return peak;
    }

    /// Replays until something is refused; answers how full the region was at the fullest by then.
    private double fill(Region region, List<Change> changes) {
        double fullest = 0;
        try (var held = ledger.enter()) {
            for (Change change : changes) {
                List<GrantedExtent> before = owned.remove(change.id());
                if (before != null) {
                    before.forEach(granted ->
                            region.free(granted.extent(), FenceJoin.empty(), ContentTag.MIXED));
                }
                if (change.bytes() > 0) {
                    AllocationRequest request = RegionFixture.scattered(change.bytes());
                    if (!(region.allocate(request)
                            instanceof AllocationOutcome.Granted(List<GrantedExtent> extents))) {
                        return filledUp(region, change.bytes());
                    }
                    owned.put(change.id(), extents);
                }
                double fill = 1 - (double) region.freeBytes() / region.sizeBytes();
                fullest = Math.max(fullest, fill);
            }
            assertEquals(List.of(), RegionAudit.violations(region));
        }
        return fullest;
    }

    /// A refusal is right only if the bytes are not there: as much as there is, is granted.
    private static double filledUp(Region region, long refusedBytes) {
        long free = region.freeBytes();
        assertTrue(region.roundedBytes(refusedBytes) > free, "D1");
        if (free > 0) {
            RegionFixture.granted(region.allocate(RegionFixture.scattered(free)));
        }
        assertEquals(List.of(), RegionAudit.violations(region));
        return 1 - (double) region.freeBytes() / region.sizeBytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "B", "C", "D", "E", "F"})
    @Scenario(value = "D1", breaks = "space lost to rounding or to fragments that nothing fits in")
    void lifetimesThatFitExactly(String name) throws IOException {
        List<Change> changes = minimalloc(name);
        long capacity = MINIMALLOC_UNITS * Range.GRANULE;
        Region all = new Region(ledger, name, 0, capacity, capacity);
        double fill = fill(all, changes);
        assertEquals((double) peak(changes) / capacity, fill, 1e-9, "nothing was refused");
        owned.clear();
        long less = capacity / 2;
        assertTrue(fill(new Region(ledger, name, 0, less, less), changes) >= FILL_GOAL);
    }

    @Test
    @Scenario(value = "D1", breaks = "space lost to rounding or to fragments that nothing fits in")
    void aTrainingJobOnOneCard() throws IOException {
        List<Change> changes = v100();
        long peak = peak(changes);
        assertEquals(1.0, fill(new Region(ledger, "v100", 0, peak, peak), changes), 1e-9);
        owned.clear();
        long less = peak * 3 / 4 / Range.GRANULE * Range.GRANULE;
        assertTrue(fill(new Region(ledger, "v100", 0, less, less), changes) >= FILL_GOAL);
    }
}
