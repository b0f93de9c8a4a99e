package dev.holdfast.memory;

import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.binding.Vma;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.residency.Admission;
import dev.holdfast.memory.residency.Use;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import java.util.List;
import java.util.Optional;

/// Makes objects stay where they are, and lets them move again.
final class Pins {
    private final Assembly parts;

    Pins(Assembly parts) {
        this.parts = parts;
    }

    /// Makes an object resident and pins it, or says why not.
    PinOutcome pin(Part part) {
        parts.capturer().setAside(part.vma().object());
        return parts.placing(() -> place(part));
    }

    private PinOutcome place(Part part) {
        BufferObject object = part.vma().object();
        Optional<Refusal> refusal =
                parts.door()
                        .refusal()
                        .or(() -> parts.schedule().lost().<Refusal>map(Refusal.DeviceLost::new))
                        .or(() -> Admission.check(part))
                        .or(() -> {
                            List<Use> uses = List.of(new Use(object, Access.READ));
                            return Admission.refusalOf(parts.residency().makeResident(uses));
                        });
        if (refusal.isPresent()) {
            return new PinOutcome.Refused(refusal.get());
        }
        object.pin();
        parts.pinned().add(part.vma());
        return new PinOutcome.Pinned(new Pin(this, part.vma()));
    }

    void unpin(Vma vma) {
        try (var _ = parts.ledger().enter()) {
            BufferObject object = vma.object();
            parts.pinned().remove(vma);
            object.unpin();
            if (object.isClosed() && !object.hasPins()) {
                parts.capturer().forget(object);
            }
        }
    }
}
