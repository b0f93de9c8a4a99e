package dev.holdfast.memory.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.ledger.Ledger;
import java.util.List;
import java.util.function.Supplier;

/// A region with its ledger. Every call takes the ledger and ends with an audit; in a region of
/// many ranges every so many calls do, for an audit walks them all.
final class RegionFixture {
    static final long PAGE = 4096;
    static final long CLIENT = 7;

    final Ledger ledger = new Ledger(Runnable::run);
    final Region region;
    private int calls;

    RegionFixture(long sizeBytes, long visibleBytes, ContentTag tag) {
        region = new Region(ledger, "test", 0, sizeBytes, visibleBytes, tag);
    }

    RegionFixture(long sizeBytes) {
        this(sizeBytes, sizeBytes, ContentTag.MIXED);
    }

    static AllocationRequest scattered(long sizeBytes) {
        return new AllocationRequest(sizeBytes, false, Window.ANY, CLIENT, false);
    }

    static AllocationRequest overwrite(long sizeBytes) {
        return new AllocationRequest(sizeBytes, false, Window.ANY, CLIENT, true);
    }

    static AllocationRequest contiguous(long sizeBytes) {
        return new AllocationRequest(sizeBytes, true, Window.ANY, CLIENT, false);
    }

    static AllocationRequest visible(long sizeBytes) {
        return new AllocationRequest(sizeBytes, false, Window.VISIBLE, CLIENT, false);
    }

    AllocationOutcome ask(AllocationRequest request) {
        return audited(() -> region.allocate(request));
    }

    AllocationOutcome askAt(long offset, long sizeBytes) {
        return audited(() -> region.allocateAt(new Extent(offset, sizeBytes), CLIENT));
    }

    List<GrantedExtent> granted(AllocationRequest request) {
        return granted(ask(request));
    }

    static List<GrantedExtent> granted(AllocationOutcome outcome) {
        return assertInstanceOf(AllocationOutcome.Granted.class, outcome).extents();
    }

    GrantedExtent one(AllocationRequest request) {
        List<GrantedExtent> extents = granted(request);
        assertEquals(1, extents.size(), () -> request + ": " + extents);
        return extents.getFirst();
    }

    void refused(AllocationRequest request) {
        long freeBefore = free();
        assertInstanceOf(AllocationOutcome.NoSpace.class, ask(request), request.toString());
        assertEquals(freeBefore, free(), "40: nothing half allocated is left");
    }

    void free(GrantedExtent extent) {
        free(extent, FenceJoin.empty(), ContentTag.MIXED);
    }

    void free(GrantedExtent granted, FenceJoin ready, ContentTag tag) {
        audited(() -> {
            region.free(granted.extent(), ready, tag);
            return true;
        });
    }

    void freeAll(List<GrantedExtent> extents) {
        extents.forEach(this::free);
    }

    long free() {
        return audited(region::freeBytes);
    }

    RegionUsage usage() {
        return audited(region::usage);
    }

    private <T> T audited(Supplier<T> call) {
        try (var held = ledger.enter()) {
            T result = call.get();
            calls++;
            int size = region.space().owned().size() + region.space().shelves.ranks();
            if (calls % (1 + size / 32) == 0) {
                assertEquals(List.of(), RegionAudit.violations(region));
            }
            return result;
        }
    }

    static long sum(List<GrantedExtent> extents) {
        return extents.stream().mapToLong(granted -> granted.extent().sizeBytes()).sum();
    }
}
