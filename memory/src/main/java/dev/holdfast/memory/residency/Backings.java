package dev.holdfast.memory.residency;

import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.AdoptedSpace;
import dev.holdfast.memory.region.AllocationOutcome;
import dev.holdfast.memory.region.AllocationRequest;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.GrantedExtent;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.Window;
import java.util.List;
import java.util.Optional;

/// Makes new, empty backings. Under the ledger.
final class Backings {
    private Backings() {}

    /// A backing in space that a plan has found; it is there.
    static Backing planned(Region region, BufferObject object, boolean overwrite) {
        return granted(region, object, region.allocate(request(object, false, overwrite)));
    }

    /// A backing where a plan has said; there is space.
    static Backing planned(Region region, BufferObject object, boolean overwrite, Spot spot) {
        return switch (spot) {
            case Spot.Anywhere() -> planned(region, object, overwrite);
            case Spot.Reserved(GrantedExtent extent) -> inOnePiece(region, object, extent);
            case Spot.Vacated(Extent place) -> {
                Backing backing =
                        granted(region, object, region.allocateAt(place, object.ownerId()));
                region.occupy(place, object);
                yield backing;
            }
        };
    }

    /// The backing of an adopted object, in the one place that it has.
    static Backing adopted(AdoptedSpace space, BufferObject object) {
        Extent place = java.util.Objects.requireNonNull(object.adoptedPlace(), "not adopted");
        List<GrantedExtent> granted = List.of(space.grant(place));
        return new Backing(space, object.ownerId(), object.sizeBytes(), granted);
    }

    private static Backing inOnePiece(Region region, BufferObject object, GrantedExtent extent) {
        region.occupy(extent.extent(), object);
        return backing(region, object, List.of(extent));
    }

    private static Backing granted(Region region, BufferObject object, AllocationOutcome outcome) {
        return switch (outcome) {
            case AllocationOutcome.Granted(List<GrantedExtent> extents) ->
                    backing(region, object, extents);
            case AllocationOutcome.NoSpace noSpace ->
                    throw new InvariantError("planned space is not there: " + noSpace);
            case AllocationOutcome.NeverFits neverFits ->
                    throw new InvariantError("planned space is not there: " + neverFits);
        };
    }

    /// A backing in one piece, if there is one.
    static Optional<Backing> contiguous(Region region, BufferObject object) {
        return region.allocate(request(object, true, false))
                        instanceof AllocationOutcome.Granted(List<GrantedExtent> extents)
                ? Optional.of(backing(region, object, extents))
                : Optional.empty();
    }

    /// A backing for a part of an object's bytes, if there is room.
    static Optional<Backing> part(Region region, BufferObject object, long sizeBytes) {
        var request = new AllocationRequest(sizeBytes, false, Window.ANY, object.ownerId(), false);
        return region.allocate(request)
                        instanceof AllocationOutcome.Granted(List<GrantedExtent> extents)
                ? Optional.of(new Backing(region, object.ownerId(), sizeBytes, extents))
                : Optional.empty();
    }

    /// Its owner's old bytes are as good as zeros for an overwriting if they may stay.
    static AllocationRequest request(BufferObject object, boolean contiguous, boolean overwrite) {
        return new AllocationRequest(
                object.sizeBytes(),
                contiguous,
                Window.ANY,
                object.ownerId(),
                overwrite && object.isPrivate());
    }

    private static Backing backing(
            Region region, BufferObject object, List<GrantedExtent> extents) {
        return new Backing(region, object.ownerId(), object.sizeBytes(), extents);
    }
}
