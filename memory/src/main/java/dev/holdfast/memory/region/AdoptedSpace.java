package dev.holdfast.memory.region;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The memory of others that objects have: places that no region gives out, each for one object
/// alone for as long as that is open. Then it goes back to whoever it came from, once, when nobody
/// can touch it any more: behind the fences of its last user. What a command may touch that was not
/// stopped does not go back before that has ended; it is counted, and the device lets it go when it
/// is closed.
///
/// Under the ledger. Memory is let go by a worker: that calls a driver, and drivers may block,
/// which nobody must who has settled the fence of a last user.
public final class AdoptedSpace implements Grantor {
    private final Ledger ledger;
    private final Executor releasing;

    // guarded by the ledger
    private final TreeMap<Long, Place> places = new TreeMap<>();

    private static final class Place {
        private final AdoptedMemory memory;
        private final Extent extent;
        private SettableFence gone = new SettableFence();
        private FenceJoin ready = FenceJoin.empty();
        private boolean owned;
        private boolean left;
        private boolean idle;

        // how many commands may touch it that were not stopped
        private int reachedBy;

        Place(AdoptedMemory memory) {
            this.memory = memory;
            this.extent = new Extent(memory.range().offset(), memory.range().sizeBytes());
        }

        /// On its way back, or about to be.
        boolean isLeaving() {
            return left && reachedBy == 0;
        }

        boolean overlaps(HeapRange range) {
            return memory.range().overlaps(range);
        }
    }

    /// Nothing is adopted yet. What goes back is let go by `releasing`, one at a time.
    public AdoptedSpace(Ledger ledger, Executor releasing) {
        this.ledger = ledger;
        this.releasing = releasing;
    }

    /// Takes in memory that was claimed. The answer is its place, for one object.
    public Extent add(AdoptedMemory memory) {
        ledger.requireHeld();
        Place place = new Place(memory);
        places.put(place.extent.offset(), place);
        return place.extent;
    }

    /// Gives a place to its object: for the first time, or anew, after it was freed.
    public GrantedExtent grant(Extent extent) {
        Place place = place(extent);
        if (place.owned || place.left) {
            throw new InvariantError("adopted memory %s is granted twice (P10)".formatted(extent));
        }
        place.owned = true;
        return new GrantedExtent(extent, place.ready, ContentTag.MIXED);
    }

    @Override
    public int heap() {
        return Device.DEVICE_HEAP;
    }

    /// Whose bytes are in it, nobody else will ever need to know.
    @Override
    public void free(Extent extent, FenceJoin ready, ContentTag tag, @Nullable Fence provided) {
        Place place = place(extent);
        if (!place.owned) {
            throw new InvariantError(
                    "adopted memory %s was freed, and is not owned (P10)".formatted(extent));
        }
        place.owned = false;
        place.ready = place.ready.pruned().and(ready);
    }

    /// The object that had a place is closed, and has freed it.
    public void leave(Extent extent) {
        Place place = place(extent);
        if (place.owned || place.left) {
            throw new InvariantError(
                    "adopted memory %s is left and owned, or left twice (P10)".formatted(extent));
        }
        place.left = true;
        FenceJoin users = place.ready;
        ledger.afterwards(() -> {
            Fence last = users.fence();
            if (!last.onSettled(Consequence.of(fence -> ledger.drain().post(() -> end(place))))) {
                ledger.drain().post(() -> end(place));
            }
        });
    }

    /// Everybody is over who could touch it; whether that can be relied on is known by now.
    private void end(Place place) {
        place.idle = true;
        if (place.reachedBy > 0) {
            // it stays, and whoever waits for it to go must not
            ledger.afterwards(place.gone::signal);
            return;
        }
        goBack(place);
    }

    private void goBack(Place place) {
        Runnable release = () -> release(place);
        ledger.afterwards(() -> ForeignCode.hand(releasing, release, release));
    }

    private void release(Place place) {
        try {
            place.memory.release();
        } catch (Throwable thrown) {
            ForeignCode.threw(thrown);
        }
        try (var _ = ledger.settling()) {
            ledger.drain().post(() -> places.remove(place.extent.offset()));
            place.gone.signal();
        }
    }

    /// A command may touch `range` that was not stopped: what lies there does not go back before it
    /// has ended after all.
    public void quarantine(HeapRange range) {
        ledger.requireHeld();
        for (Place place : places.values()) {
            if (place.overlaps(range)) {
                place.reachedBy++;
            }
        }
    }

    /// A command has ended because of which `range` was in quarantine: what has stayed only for its
    /// sake goes back.
    public void endQuarantine(HeapRange range) {
        ledger.requireHeld();
        for (Place place : places.values()) {
            if (place.overlaps(range)) {
                place.reachedBy--;
                if (place.isLeaving() && place.idle) {
                    place.gone = new SettableFence();
                    goBack(place);
                }
            }
        }
    }

    /// Is memory on another device from here on: what did not go back went with the one before.
    public void begin() {
        ledger.requireHeld();
        if (bytes(place -> place.owned || place.isLeaving()) > 0) {
            throw new InvariantError("a device goes, and memory that it has adopted is in use");
        }
        places.clear();
    }

    /// How much is adopted and has not gone back.
    public long sizeBytes() {
        return bytes(place -> true);
    }

    /// How much of it objects have just now.
    public long ownedBytes() {
        return bytes(place -> place.owned);
    }

    /// How much of it no object has any more that has not gone back.
    public long leftBytes() {
        return bytes(place -> place.left);
    }

    /// How much of it does not go back, because a command may touch it that was not stopped.
    public long quarantinedBytes() {
        return bytes(place -> place.reachedBy > 0);
    }

    /// Settle as what is on its way back has been let go, or is known to stay.
    public List<Fence> pending() {
        ledger.requireHeld();
        List<Fence> pending = new ArrayList<>();
        for (Place place : places.values()) {
            if (place.isLeaving()) {
                pending.add(place.gone);
            }
        }
        return pending;
    }

    private long bytes(Predicate<Place> which) {
        ledger.requireHeld();
        return places.values().stream()
                .filter(which)
                .mapToLong(place -> place.extent.sizeBytes())
                .sum();
    }

    private Place place(Extent extent) {
        ledger.requireHeld();
        Place place = places.get(extent.offset());
        if (place == null || !place.extent.equals(extent)) {
            throw new InvariantError("%s is no place of adopted memory (P10)".formatted(extent));
        }
        return place;
    }
}
