package dev.holdfast.memory.region;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In how many pieces objects end up when a full region is evicted from and fetched into for long:
/// each piece is a copy of its own. Tensors of 8 KiB to 12 MiB of a few shapes, 64 MiB of space for
/// 256 MiB of them, least recently used goes first, fences settle so many evictions later.
class RegionFragmentationTest {
    private static final long[] SHAPES = {
        8 << 10, 24 << 10, 131_072, 504_832, 589_824, 1_048_576, 2_359_296, 3_145_728, 12_582_912
    };

    private final Ledger ledger = new Ledger(Runnable::run);
    private final Region region = new Region(ledger, "device", 0, 64L << 20, 64L << 20);
    private final Deque<Integer> resident = new ArrayDeque<>();
    private final Deque<SettableFence> unsettled = new ArrayDeque<>();
    private final List<List<GrantedExtent>> places = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"0, 1", "16, 1", "16, 4"})
    void objectsStayInFewPieces(int lag, int clients) {
        Random random = new Random(9);
        for (long total = 0; total < 256L << 20; total += sizes.getLast()) {
            sizes.add(SHAPES[random.nextInt(SHAPES.length)]);
            places.add(List.of());
        }
        long fetched = 0;
        long pieces = 0;
        for (int step = 0; step < 20_000; step++) {
            int object = random.nextInt(4) > 0 ? step % sizes.size() : random.nextInt(sizes.size());
            while (unsettled.size() > lag) {
                unsettled.remove().signal();
            }
            if (places.get(object).isEmpty()) {
                fetch(object, clients);
                fetched++;
                pieces += ExtentList.of(0, places.get(object), 1).ranges().size();
            }
            resident.remove(object);
            resident.add(object);
        }
        double mean = (double) pieces / fetched;
        assertTrue(mean < 2.6, "mean number of ranges " + mean);
    }

    private void fetch(int object, int clients) {
        try (var held = ledger.enter()) {
            AllocationRequest request =
                    new AllocationRequest(
                            sizes.get(object), false, Window.ANY, object % clients, true);
            AllocationOutcome outcome = region.allocate(request);
            while (!(outcome instanceof AllocationOutcome.Granted)) {
                evict(resident.remove(), clients);
                outcome = region.allocate(request);
            }
            places.set(object, RegionFixture.granted(outcome));
        }
    }

    private void evict(int victim, int clients) {
        SettableFence fence = new SettableFence();
        unsettled.add(fence);
        for (GrantedExtent granted : places.get(victim)) {
            ContentTag tag = ContentTag.ownedBy(victim % clients);
            region.free(granted.extent(), FenceJoin.of(fence), tag);
        }
        places.set(victim, List.of());
    }
}
