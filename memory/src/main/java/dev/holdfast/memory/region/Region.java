package dev.holdfast.memory.region;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.recorder.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Space of one kind, with one account: who owns which bytes, and for those that nobody owns, from
/// when on they may be touched and whose they were.
///
/// Space is given out *now* and usable *later*: free space carries the fences after which its last
/// owner is done with it, and a grant passes them on (P4). So an allocation never waits, and
/// refuses only when the bytes are really owned by others. What is granted was taken out of free
/// space and what is refused changed nothing.
///
/// A scattered request is granted exactly if [#roundedBytes] of it are free in its window. Those
/// who plan evictions rely on this. One in one piece lies within a slab, and needs a free run
/// there: who plans for such asks for a [Vacancy].
///
/// Not thread-safe: every call is made under the ledger, and allocating outside of signalling
/// sections.
public final class Region implements Grantor {
    /// How many ranges that have become ready are put in order on the way of another call.
    private static final int PROMOTED_A_CALL = 64;

    private final Ledger ledger;
    private final String name;
    private final int heap;
    private final Counters counters;

    // guarded by ledger
    private Layout layout;
    private FreeSpace space;
    private ContiguousSearch contiguous;

    /// A region all of whose bytes are free, ready, and of unknown content.
    public Region(Ledger ledger, String name, int heap, long sizeBytes, long visibleBytes) {
        this(ledger, name, heap, sizeBytes, visibleBytes, ContentTag.MIXED);
    }

    /// A region all of whose bytes are free and ready, and that counts for nobody.
    public Region(
            Ledger ledger,
            String name,
            int heap,
            long sizeBytes,
            long visibleBytes,
            ContentTag tag) {
        this(ledger, name, heap, sizeBytes, visibleBytes, tag, new Counters());
    }

    /// As above; grants worth noting are counted by `counters`.
    public Region(
            Ledger ledger,
            String name,
            int heap,
            long sizeBytes,
            long visibleBytes,
            ContentTag tag,
            Counters counters) {
        this(ledger, name, heap, Layout.of(sizeBytes, visibleBytes), tag, counters);
    }

    /// A region all of whose bytes are free and ready.
    ///
    /// @param ledger under which it is used
    /// @param name for people
    /// @param heap the heap whose bytes these are
    /// @param layout how they are divided
    /// @param tag what is in them
    /// @param counters where grants worth noting are counted
    public Region(
            Ledger ledger,
            String name,
            int heap,
            Layout layout,
            ContentTag tag,
            Counters counters) {
        this.ledger = ledger;
        this.name = name;
        this.heap = heap;
        this.counters = counters;
        this.layout = layout;
        this.space = new FreeSpace(layout, tag, counters);
        this.contiguous = new ContiguousSearch(space);
    }

    /// Is a region of other memory from here on, all of which is free and ready: the heap has been
    /// closed and another one opened. Nobody may own any of the old; what was in quarantine or
    /// waited for fences went with it.
    public void begin(Layout other, ContentTag tag) {
        ledger.requireHeld();
        if (space.freeBytes() + space.quarantinedBytes() != layout.sizeBytes()) {
            throw new InvariantError(
                    "region %s begins anew, and some of it is owned (P10)".formatted(name));
        }
        layout = other;
        space = new FreeSpace(layout, tag, counters);
        contiguous = new ContiguousSearch(space);
    }

    /// Gives out space, or says why not. Never waits.
    public AllocationOutcome allocate(AllocationRequest request) {
        requireAllocatable();
        long capacityBytes = space.capacityBytes(request.window());
        if (request.contiguous()) {
            capacityBytes = Math.min(capacityBytes, layout.slabBytes());
        }
        if (request.sizeBytes() > capacityBytes
                || roundedBytes(request.sizeBytes()) > capacityBytes) {
            return new AllocationOutcome.NeverFits(capacityBytes);
        }
        long wanted = roundedBytes(request.sizeBytes());
        long freeBytes = space.freeBytes(request.window());
        if (wanted > freeBytes) {
            return new AllocationOutcome.NoSpace(freeBytes, wanted - freeBytes);
        }
        space.promote(PROMOTED_A_CALL);
        if (!request.contiguous()) {
            return new AllocationOutcome.Granted(new ScatteredSearch(space, request, wanted).run());
        }
        GrantedExtent granted = contiguous.take(request, wanted);
        if (granted == null) {
            return new AllocationOutcome.NoSpace(freeBytes, missingFromRun(request, wanted));
        }
        return new AllocationOutcome.Granted(List.of(granted));
    }

    /// How much longer the longest run must at least be.
    private long missingFromRun(AllocationRequest request, long wanted) {
        long longest = space.longestRun().atMostBytes();
        return wanted > longest
                ? wanted - longest
                : wanted - contiguous.longestRunBytes(request.window());
    }

    /// Gives out exactly `place`, as one extent, to `clientId`, or says how much of it is taken.
    /// Walks its slab up to there.
    public AllocationOutcome allocateAt(Extent place, long clientId) {
        requireAllocatable();
        if (place.offset() % Range.GRANULE != 0 || place.sizeBytes() % Range.GRANULE != 0) {
            throw new IllegalArgumentException(
                    "client %d asks for %s, which is not made of granules of %d bytes"
                            .formatted(clientId, place, Range.GRANULE));
        }
        if (place.end() > sizeBytes()) {
            return new AllocationOutcome.NeverFits(sizeBytes());
        }
        if (space.slabOf(place.offset()) != space.slabOf(place.end() - 1)) {
            return new AllocationOutcome.NeverFits(layout.slabBytes());
        }
        space.promote(PROMOTED_A_CALL);
        long missing = place.sizeBytes() - contiguous.freeBytesIn(place);
        FreeRange first = contiguous.containing(place.offset());
        if (missing > 0 || first == null) {
            return new AllocationOutcome.NoSpace(space.freeBytes(), missing);
        }
        GrantedExtent granted = space.take(first, place.offset(), place.sizeBytes());
        return new AllocationOutcome.Granted(List.of(granted));
    }

    /// Takes back an extent as it was granted. Throws [InvariantError], and changes nothing, for
    /// any other.
    ///
    /// @param extent the whole of a granted extent
    /// @param ready what must have settled before anybody else may touch it
    /// @param tag whose bytes are in it once `ready` has settled, however it settles
    public void free(Extent extent, FenceJoin ready, ContentTag tag) {
        free(extent, ready, tag, null);
    }

    /// As [#free(Extent, FenceJoin, ContentTag)], where the tag holds only if `provided` settles
    /// well, an overwriting that is under way; `ready` must not settle before it. If it settles
    /// badly the bytes are anybody's.
    @Override
    public void free(Extent extent, FenceJoin ready, ContentTag tag, @Nullable Fence provided) {
        ledger.requireHeld();
        OwnedRange range = space.ownedAs(extent);
        if (range == null) {
            throw new InvariantError(
                    "region %s: %s was freed, and is not owned (P10)".formatted(name, extent));
        }
        space.promote(PROMOTED_A_CALL);
        space.free(range, ready, tag, provided);
    }

    /// Takes `places` out of circulation, with the units that they have a part in, because a
    /// command may touch them that was not stopped: what is free of them at once, what is owned
    /// when it is freed. Nobody is given it before as many [#endQuarantine] have come. Walks the
    /// region once.
    public void quarantine(List<Extent> places) {
        ledger.requireHeld();
        space.quarantine(units(places));
    }

    /// The command has ended, because of which `places` went out of circulation: what no other of
    /// them may touch goes round again. Walks the region once.
    public void endQuarantine(List<Extent> places) {
        ledger.requireHeld();
        space.endQuarantine(units(places));
    }

    private List<Extent> units(List<Extent> places) {
        List<Extent> units = new ArrayList<>(places.size());
        for (Extent place : places) {
            long start = Bytes.roundDown(place.offset(), layout.unitBytes());
            long end = Math.min(sizeBytes(), roundedBytes(place.end()));
            units.add(new Extent(start, end - start));
        }
        return units;
    }

    /// What nobody owns and nobody is given now.
    public long quarantinedBytes() {
        ledger.requireHeld();
        return space.quarantinedBytes();
    }

    /// What a request really takes; throws [ArithmeticException] where that is more than any region
    /// can have.
    public long roundedBytes(long sizeBytes) {
        return Bytes.roundUp(sizeBytes, layout.unitBytes());
    }

    /// What one grant in one piece can be at most.
    public long largestPieceBytes() {
        return layout.slabBytes();
    }

    long unitBytes() {
        return layout.unitBytes();
    }

    /// Says who has an extent as it was granted, until it is freed: for [#vacancy].
    public void occupy(Extent extent, Occupant occupant) {
        ledger.requireHeld();
        OwnedRange range = space.ownedAs(extent);
        if (range == null) {
            throw new InvariantError(
                    "region %s: %s is not owned, by nobody".formatted(name, extent));
        }
        range.occupant = occupant;
    }

    /// The place for `sizeBytes` in one piece whose occupants cost least by `judge`, if there is
    /// any; no byte of it is in what is `claimed`. Space that nobody was named for as its occupant
    /// stays out of it. Changes nothing, and visits every range of the region once.
    public Optional<Vacancy> vacancy(long sizeBytes, Vacancy.Judge judge, List<Extent> claimed) {
        ledger.requireHeld();
        return new VacancySearch(space, roundedBytes(sizeBytes), judge, claimed).run();
    }

    /// As [#vacancy], but only of the places that overlap one of `near`, which were granted as they
    /// are: visits what lies around those.
    public Optional<Vacancy> vacancyNear(
            List<Extent> near, long sizeBytes, Vacancy.Judge judge, List<Extent> claimed) {
        ledger.requireHeld();
        List<OwnedRange> seeds = new ArrayList<>();
        for (Extent extent : near) {
            OwnedRange seed = space.ownedAs(extent);
            if (seed != null) {
                seeds.add(seed);
            }
        }
        return new VacancySearch(space, roundedBytes(sizeBytes), judge, claimed).near(seeds);
    }

    /// How full it is. Walks the whole region to find the longest run: for people and reports, not
    /// for every submission.
    public RegionUsage usage() {
        ledger.requireHeld();
        space.promote(Integer.MAX_VALUE);
        return new RegionUsage(
                sizeBytes(),
                space.freeBytes(),
                space.visibleBytes,
                space.visibleFreeBytes(),
                space.pendingBytes(),
                space.quarantinedBytes(),
                space.shelves.cleanBytes(),
                contiguous.longestRunBytes(Window.ANY));
    }

    /// What of the free space waits for fences; of those that have settled lately it may not know.
    /// Costs nothing to ask.
    public long pendingBytes() {
        ledger.requireHeld();
        return space.pendingBytes();
    }

    /// How much of it the CPU can see, from the start on.
    public long visibleBytes() {
        return space.visibleBytes;
    }

    /// All of it, in bytes.
    public long sizeBytes() {
        return layout.sizeBytes();
    }

    /// What nobody owns; costs nothing to ask.
    public long freeBytes() {
        ledger.requireHeld();
        return space.freeBytes();
    }

    /// What nobody owns in `window`; costs nothing to ask.
    public long freeBytes(Window window) {
        ledger.requireHeld();
        return space.freeBytes(window);
    }

    /// Its name, for people.
    public String name() {
        return name;
    }

    @Override
    public int heap() {
        return heap;
    }

    FreeSpace space() {
        return space;
    }

    Ledger ledger() {
        return ledger;
    }

    private void requireAllocatable() {
        ledger.requireHeld();
        SignallingSection.forbid("allocating from a region");
    }

    @Override
    public String toString() {
        return "Region(" + name + ", " + Bytes.format(sizeBytes()) + ")";
    }
}
