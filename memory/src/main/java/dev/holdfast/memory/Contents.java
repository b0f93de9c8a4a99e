package dev.holdfast.memory;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.binding.Vma;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.residency.Admission;
import dev.holdfast.memory.residency.Door;
import dev.holdfast.memory.residency.Residency;
import dev.holdfast.memory.work.AcceptOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import java.util.Optional;

/// What a client may say of an object's content without a kernel: that it is good as it is, or that
/// it is given up. Under the ledger.
final class Contents {
    private final Residency residency;
    private final Door door;

    Contents(Residency residency, Door door) {
        this.residency = residency;
        this.door = door;
    }

    /// Whoever may write an object may also say that it is good.
    private static Optional<Refusal> mayAccept(Vma vma) {
        String name = vma.object().toString();
        if (vma.object().isClosed() || vma.isRevoked()) {
            return Optional.of(new Refusal.Revoked(name));
        }
        return vma.mayWrite()
                ? Optional.empty()
                : Optional.of(new Refusal.NotGranted(name, Access.READ_WRITE));
    }

    /// Declares an object's content good as it is, if its bytes are there.
    AcceptOutcome accept(Vma vma) {
        BufferObject object = vma.object();
        Optional<Refusal> refusal = mayAccept(vma);
        if (refusal.isPresent()) {
            String why = refusal.get().message();
            return new AcceptOutcome.Refused(Fault.of(FaultKind.REFUSED, why));
        }
        if (!object.fences().writer().isSettled()) {
            throw new IllegalStateException(
                    object + " is still being written: wait for idle() before accepting");
        }
        Optional<Fault> gone = object.lost();
        if (gone.isPresent()) {
            return new AcceptOutcome.Refused(gone.get());
        }
        if (object.fences().writeFault().isPresent()) {
            object.fences().absolve();
        }
        return new AcceptOutcome.Accepted(object.version());
    }

    /// Gives an object's content up, unless something stands in the way.
    Optional<Refusal> clear(Vma vma) {
        BufferObject object = vma.object();
        Optional<Refusal> refusal =
                door.refusal().or(() -> Admission.check(new Part(vma, Access.OVERWRITE, false)));
        if (refusal.isEmpty() && object.isPinned()) {
            refusal = Optional.of(new Refusal.Pinned(object.toString()));
        }
        if (refusal.isEmpty()) {
            residency.letGo(object);
            object.fences().absolve();
            object.advanceVersion();
        }
        return refusal;
    }
}
