package dev.holdfast.memory.region;

import dev.holdfast.device.fence.InvariantError;
import org.jspecify.annotations.Nullable;

/// A link of the chain that covers a region from its first byte to its last: somebody's bytes,
/// nobody's, or the edge of a slab. Its neighbours in the chain are its neighbours in space.
abstract sealed class Range permits Edge, FreeRange, OwnedRange {
    /// What all offsets and sizes are multiples of: small enough that a small buffer wastes little,
    /// large enough for the alignment that devices ask of a buffer.
    static final long GRANULE = 256;

    long offset;
    long sizeBytes;
    @Nullable Range before;
    @Nullable Range after;

    Range(long offset, long sizeBytes) {
        this.offset = offset;
        this.sizeBytes = sizeBytes;
    }

    final long end() {
        return offset + sizeBytes;
    }

    /// Puts this range where `other` was.
    final void replace(Range other) {
        before = other.before;
        after = other.after;
        relink();
        other.before = null;
        other.after = null;
    }

    /// Adds this range right before `next`.
    final void insertBefore(Range next) {
        before = next.before;
        after = next;
        relink();
    }

    /// Adds this range right after `previous`.
    final void insertAfter(Range previous) {
        before = previous;
        after = previous.after;
        relink();
    }

    private void relink() {
        if (before != null) {
            before.after = this;
        }
        if (after != null) {
            after.before = this;
        }
    }

    /// Takes this range out of the chain.
    final void unlink() {
        if (before != null) {
            before.after = after;
        }
        if (after != null) {
            after.before = before;
        }
        before = null;
        after = null;
    }

    /// `link`, which is there by the rules of some list.
    static <T> T linked(@Nullable T link) {
        if (link == null) {
            throw new InvariantError("a range that is missing from its list");
        }
        return link;
    }

    @Override
    public String toString() {
        return "[" + offset + ", " + end() + ")";
    }
}
