package dev.holdfast.memory.object;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.ExtentList;
import dev.holdfast.memory.region.GrantedExtent;
import dev.holdfast.memory.region.Grantor;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One place where an object's bytes are, or will be once [#arrival] has settled well.
///
/// Under the ledger, but for the outcome.
public final class Backing {
    /// What waits for more than so many fences, in several extents, waits for one in their place:
    /// each extent has the list looked through.
    private static final int FEW = 16;

    private final Grantor grantor;
    private final long clientId;
    private final List<GrantedExtent> granted;
    private final ExtentList extents;

    // guarded by the ledger
    private Fence arrival = Fence.signalled();
    private final FenceGathering copies = new FenceGathering();
    private Set<MoveListener> listeners = Set.of();

    private boolean quarantined;

    // written under the ledger, read by whoever has waited for the arrival
    private volatile @Nullable Fault spoiltBy;

    // written once, before the arrival fence settles
    private volatile @Nullable MoveOutcome outcome;

    /// A backing of `sizeBytes` for a client, in space just granted.
    public Backing(Grantor grantor, long clientId, long sizeBytes, List<GrantedExtent> granted) {
        this.grantor = grantor;
        this.clientId = clientId;
        this.granted = granted;
        this.extents = ExtentList.of(grantor.heap(), granted, sizeBytes);
    }

    /// The heap it is in.
    public int heap() {
        return grantor.heap();
    }

    /// Its space as granted: extents, the fences after which each may be touched, and what was in
    /// each before.
    public List<GrantedExtent> granted() {
        return granted;
    }

    /// Its scatter/gather list.
    public ExtentList extents() {
        return extents;
    }

    /// Settles well once the bytes are there, and badly if they never will be.
    public Fence arrival() {
        return arrival;
    }

    /// Says which fence the bytes arrive with, and until when those who bring them may write here.
    /// Set once, before anybody relies on it.
    public void arrivesWith(Fence fence, Fence over) {
        arrival = fence;
        usedUntil(over);
    }

    /// Adds somebody to be told when this backing is let go.
    public void addListener(MoveListener listener) {
        if (listeners.isEmpty()) {
            listeners = new LinkedHashSet<>(2);
        }
        listeners.add(listener);
    }

    /// Tells somebody no more.
    public void removeListener(MoveListener listener) {
        listeners.remove(listener);
    }

    /// Records that somebody copies from here, or to here, until `fence` settles.
    public void usedUntil(Fence fence) {
        if (!fence.isSettled()) {
            copies.add(fence);
        }
    }

    /// Those who are to be told.
    public Set<MoveListener> listeners() {
        return Collections.unmodifiableSet(listeners);
    }

    /// How the bytes came here; empty while that is open, or if they were never moved.
    public Optional<MoveOutcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /// Records the outcome. Only before the arrival fence settles, and once.
    public void settleOutcome(MoveOutcome settled) {
        outcome = settled;
    }

    /// The fault of a backing that is lost; empty also while its arrival is open.
    public Optional<Fault> lost() {
        Fault by = spoiltBy;
        return by == null ? arrival.fault() : Optional.of(by);
    }

    /// Whether a command may touch its space that was not stopped: then that leaves circulation
    /// when it comes back.
    public void quarantine(boolean reached) {
        quarantined = reached;
    }

    /// True if its space leaves circulation when it comes back.
    public boolean isQuarantined() {
        return quarantined;
    }

    /// Its bytes are not to be relied on from here on: somebody may write to them.
    public void spoil(Fault fault) {
        spoiltBy = fault;
    }

    /// Why somebody may write to it, or may have, if so.
    public Optional<Fault> spoilt() {
        return Optional.ofNullable(spoiltBy);
    }

    /// What giving it back makes free.
    public long returnedBytes() {
        return quarantined ? 0 : takenBytes();
    }

    /// What this backing takes from its region.
    public long takenBytes() {
        return extents.spaceBytes();
    }

    /// Gives the space back. It may be touched again once `users`, all copies from and to here and
    /// every listener are through. Nobody waits for that here.
    public void letGo(FenceJoin users) {
        // as one fence for many: each of them waits for all users
        FenceJoin before = listeners.size() > 1 ? FenceJoin.of(users.fence()) : users;
        FenceGathering through = new FenceGathering();
        for (MoveListener listener : listeners) {
            through.add(listener.leaving(before));
        }
        FenceJoin ready = copies.and().and(users).and(through.and());
        if (granted.size() > 1 && ready.leaves().size() > FEW) {
            ready = FenceJoin.of(ready.fence());
        }
        // until the overwriting has settled well, anything may be there: a copy that fails later
        // leaves what it likes
        Fence provided = arrival.isSettled() ? null : arrival;
        ContentTag tag = arrival.isFailed() ? ContentTag.MIXED : ContentTag.ownedBy(clientId);
        for (GrantedExtent each : granted) {
            grantor.free(each.extent(), ready, tag, provided);
        }
        extents.release();
    }
}
