package dev.holdfast.device.fence;

/// A place on a timeline. Points compare only within one timeline: two timelines have no order, and
/// asking for one is the mistake that lets reused memory be touched too early.
///
/// @param timeline the line
/// @param seqno the place on it, counted from one
public record TimelinePoint(Timeline timeline, long seqno) {

    /// True if this point is after `other` on the same timeline; throws [IllegalArgumentException]
    /// for a point of another one.
    public boolean isLaterThan(TimelinePoint other) {
        if (timeline != other.timeline) {
            throw new IllegalArgumentException(
                    "points of different timelines have no order: " + this + " and " + other);
        }
        return seqno > other.seqno;
    }

    @Override
    public String toString() {
        return timeline.name() + ":" + seqno;
    }
}
