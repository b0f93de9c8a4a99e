package dev.holdfast.memory.capture.making;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.submit.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Room for what is noted of an object that is to be read. Written under the ledger when a capture
/// begins; from then on the capture's worker's alone.
final class ObjectNote {
    @Nullable BufferObject object;

    // for which command; null for an object that is pinned
    @Nullable Snapshot snapshot;
    int part;

    long address;
    long version;
    List<HeapRange> ranges = List.of();
    @Nullable List<HeapRange> onDeviceNow;
    @Nullable List<HeapRange> onHostNow;
    Fence arrival = Fence.signalled();
    @Nullable Grip grip;
    @Nullable Contents contents;

    /// Notes whose it is and where it is now. Under the ledger.
    void lookAt(BufferObject which) {
        object = which;
        Backing device = which.device();
        Backing host = which.host();
        onDeviceNow = device == null ? null : device.extents().ranges();
        onHostNow = host == null ? null : host.extents().ranges();
    }

    /// Why it cannot be read, if that is so: an object has contents only if its bytes had arrived
    /// well before the first of them was read.
    @Nullable Contents obstacle() {
        if (contents != null) {
            return contents;
        }
        if (!arrival.isSettled()) {
            return Missing.NOT_THERE_YET;
        }
        return arrival.isFailed() ? Missing.lost(arrival.fault()) : null;
    }

    /// Lets go of its memory, if that has not happened. Outside the ledger.
    void letGo() {
        Grip mine = takeGrip();
        if (mine != null) {
            mine.letGo();
        }
    }

    /// The grip, which from here on is whoever's asks.
    @Nullable Grip takeGrip() {
        Grip mine = grip;
        grip = null;
        return mine;
    }

    /// How many bytes the object has.
    long sizeBytes() {
        return object == null ? 0 : object.sizeBytes();
    }

    /// Makes room for another.
    void clear() {
        letGo();
        object = null;
        snapshot = null;
        ranges = List.of();
        onDeviceNow = null;
        onHostNow = null;
        arrival = Fence.signalled();
        contents = null;
    }
}
