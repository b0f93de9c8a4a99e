package dev.holdfast.memory.region;

/// Which free ranges an allocation may take alike: those on the same side of the visible window's
/// edge that are ready, or that are not.
enum Place {
    READY_INVISIBLE(true, false),
    READY_VISIBLE(true, true),
    PENDING_INVISIBLE(false, false),
    PENDING_VISIBLE(false, true);

    final boolean ready;
    final boolean visible;

    Place(boolean ready, boolean visible) {
        this.ready = ready;
        this.visible = visible;
    }

    static Place of(boolean ready, boolean visible) {
        if (ready) {
            return visible ? READY_VISIBLE : READY_INVISIBLE;
        }
        return visible ? PENDING_VISIBLE : PENDING_INVISIBLE;
    }
}
