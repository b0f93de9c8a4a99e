package dev.holdfast.memory.recovery;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.Outside;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What becomes of every object when the device goes: which content has to be copied out, and which
/// is gone. All else is elsewhere anyway, or zeros. Drawn up under the ledger, when nothing is
/// under way.
///
/// @param parcels what has to be copied, from where
/// @param gone what nothing can be done about
record Manifest(List<Parcel> parcels, List<Loss> gone) {

    /// An object whose content cannot be had any more.
    record Loss(BufferObject object, Outside.Gone gone) {}

    /// What becomes of `objects`. With a `loss`, nothing that only device memory has can be saved.
    static Manifest of(Collection<BufferObject> objects, Optional<Fault> loss) {
        Manifest manifest = new Manifest(new ArrayList<>(), new ArrayList<>());
        for (BufferObject object : objects) {
            manifest.add(object, loss);
        }
        return manifest;
    }

    private void add(BufferObject object, Optional<Fault> loss) {
        Backing onDevice = object.device();
        Backing onHost = object.host();
        Optional<Fault> lost = object.lost();
        if (lost.isPresent()) {
            gone.add(new Loss(object, new Outside.Gone(lost.get())));
        } else if (object.lent() != null || object.version() == 0) {
            // nothing of it is needed from the device: what is lent stays where it is, or is lost
            // when it is read; and zeros are zeros
            return;
        } else if (onHost != null && onHost.lost().isEmpty()) {
            parcels.add(Parcel.of(object, onHost));
        } else if (onDevice != null && loss.isEmpty()) {
            parcels.add(Parcel.of(object, onDevice));
        } else if (onDevice != null) {
            gone.add(new Loss(object, new Outside.Gone(wentWith(object, loss.orElseThrow()))));
        }
    }

    private static Fault wentWith(BufferObject object, Fault loss) {
        return Fault.causedBy(
                FaultKind.CONTENT_LOST, "the bytes of " + object + " went with the device", loss);
    }

    /// This, where `loss` has taken what is not `readable` too.
    Manifest reduced(Predicate<Parcel> readable, Fault loss) {
        Manifest less = new Manifest(new ArrayList<>(), new ArrayList<>(gone));
        for (Parcel parcel : parcels) {
            if (readable.test(parcel)) {
                less.parcels.add(parcel);
            } else {
                Fault fault = wentWith(parcel.object(), loss);
                less.gone.add(new Loss(parcel.object(), new Outside.Gone(fault)));
            }
        }
        return less;
    }

    List<Long> sizes() {
        return parcels.stream().map(Parcel::sizeBytes).toList();
    }

    long sizeBytes() {
        return parcels.stream().mapToLong(Parcel::sizeBytes).sum();
    }
}
