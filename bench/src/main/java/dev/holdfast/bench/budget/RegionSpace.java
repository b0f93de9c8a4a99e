package dev.holdfast.bench.budget;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.region.AllocationOutcome;
import dev.holdfast.memory.region.AllocationRequest;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.GrantedExtent;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A region by itself, under a ledger that nobody else wants.
final class RegionSpace implements RegionTimeBudget.Space {
    private static final ContentTag OWN = ContentTag.ownedBy(1);

    private final Ledger ledger = new Ledger(Runnable::run);
    private final Region region;
    private final boolean contiguous;
    private final List<List<GrantedExtent>> live;

    RegionSpace(long sizeBytes, int slots, boolean contiguous) {
        this.contiguous = contiguous;
        region = new Region(ledger, "device", 0, sizeBytes, sizeBytes, ContentTag.CLEAN);
        live = new ArrayList<>(Collections.nCopies(slots, List.of()));
    }

    @Override
    public void replace(int[] slots, long[] sizesBytes) {
        try (var _ = ledger.enter()) {
            for (int i = 0; i < slots.length; i++) {
                free(live.get(slots[i]));
                var request =
                        new AllocationRequest(sizesBytes[i], contiguous, Window.ANY, 1, false);
                if (region.allocate(request) instanceof AllocationOutcome.Granted granted) {
                    live.set(slots[i], granted.extents());
                } else {
                    throw new IllegalStateException("the region is too small for this");
                }
            }
        }
    }

    private void free(List<GrantedExtent> extents) {
        for (GrantedExtent each : extents) {
            region.free(each.extent(), FenceJoin.empty(), OWN);
        }
    }

    @Override
    public void close() {
        try (var _ = ledger.enter()) {
            live.forEach(this::free);
        }
    }
}
