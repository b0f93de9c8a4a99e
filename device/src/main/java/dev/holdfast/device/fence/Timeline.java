package dev.holdfast.device.fence;

import java.util.List;

/// An ordered line of fences: if the newest has settled, all earlier ones have, whichever threads
/// attach them and whichever of them fail.
///
/// The order is made, not hoped for: a fence that is attached settles when the work it stands for
/// *and* the point before it have settled. The point before orders and does not pass on its fault.
/// Source: the fence-work timeline of the failsafe-migration series, with the one lock hold over
/// "take a number, replace the last" that its review asked for.
public final class Timeline {
    private final String name;

    // guarded by this
    private long lastSeqno;
    private Fence last = Fence.signalled();

    /// An empty timeline; `name` is for people.
    public Timeline(String name) {
        this.name = name;
    }

    /// Its name.
    public String name() {
        return name;
    }

    /// Attaches `work` at the next point: the answer settles as `work` does, but not before any
    /// earlier point.
    public Fence attach(Fence work) {
        SettableFence attached;
        Fence before;
        synchronized (this) {
            attached = new SettableFence(new TimelinePoint(this, ++lastSeqno));
            before = last;
            last = attached;
        }
        FenceWork.coalesceInto(
                attached, List.of(Dependency.data(work), Dependency.ordering(before)));
        return attached;
    }

    /// The newest attached fence; a signalled one if there is none.
    public synchronized Fence newest() {
        return last;
    }

    @Override
    public String toString() {
        return "Timeline(" + name + ")";
    }
}
