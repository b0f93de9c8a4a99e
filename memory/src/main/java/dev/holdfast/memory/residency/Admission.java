package dev.holdfast.memory.residency;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.work.Refusal;
import java.util.List;
import java.util.Optional;

/// What is asked of an object before anybody uses it, kernel or host. Under the ledger.
public final class Admission {
    private Admission() {}

    /// Why an object cannot be used so now, if so.
    public static Optional<Refusal> check(Part part) {
        BufferObject object = part.vma().object();
        if (object.isClosed() || part.vma().isRevoked()) {
            return Optional.of(new Refusal.Revoked(object.toString()));
        }
        if (part.access().writes() && !part.vma().mayWrite()) {
            return Optional.of(new Refusal.NotGranted(object.toString(), part.access()));
        }
        if (object.isMappedAgainst(part.access())) {
            return Optional.of(new Refusal.Mapped(object.toString()));
        }
        if (part.access().reads()) {
            Optional<Fault> fault = object.fences().writeFault();
            if (fault.isEmpty()) {
                fault = object.lost();
            }
            if (fault.isPresent()) {
                return Optional.of(new Refusal.ContentFault(object.toString(), fault.get()));
            }
        }
        return spoilt(object).map(fault -> new Refusal.ContentFault(object.toString(), fault));
    }

    /// The fault of an object that cannot even be overwritten: it has no other place than one that
    /// a command may write to which was not stopped.
    private static Optional<Fault> spoilt(BufferObject object) {
        Backing backing = object.device();
        return object.isAdopted() && backing != null ? backing.spoilt() : Optional.empty();
    }

    /// A lack of room, as a refusal.
    public static Optional<Refusal> refusalOf(Room room) {
        return switch (room) {
            case Room.Made made -> Optional.empty();
            case Room.Lacking(String region, long missingBytes) ->
                    Optional.of(new Refusal.NoSpace(region, missingBytes));
            case Room.InTheWay(String region, long neededBytes, List<String> objects) ->
                    Optional.of(new Refusal.InTheWay(region, neededBytes, objects));
            case Room.NeverFits(String region, long neededBytes, long capacityBytes) ->
                    Optional.of(new Refusal.NeverFits(region, neededBytes, capacityBytes));
        };
    }
}
