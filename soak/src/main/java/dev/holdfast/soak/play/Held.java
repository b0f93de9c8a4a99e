package dev.holdfast.soak.play;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// The locks of some objects, until it is closed.
final class Held implements AutoCloseable {
    private final List<SoakObject> objects;

    private Held(List<SoakObject> objects) {
        this.objects = objects;
    }

    /// Takes them in the order that everybody takes them in.
    static Held of(Collection<SoakObject> objects) {
        List<SoakObject> ordered =
                objects.stream()
                        .distinct()
                        .sorted(Comparator.comparingLong(object -> object.number))
                        .toList();
        ordered.forEach(object -> object.lock.lock());
        return new Held(ordered);
    }

    static Held of(SoakObject object) {
        return of(java.util.List.of(object));
    }

    @Override
    public void close() {
        objects.reversed().forEach(object -> object.lock.unlock());
    }
}
