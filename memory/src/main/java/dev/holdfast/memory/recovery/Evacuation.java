package dev.holdfast.memory.recovery;

import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.migrate.Unwatched;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.region.Slices;
import dev.holdfast.memory.residency.Residency;
import dev.holdfast.memory.work.SuspendOutcome.Reason;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Copies content out of a device's heaps into an image, and changes nothing there: until all of it
/// has arrived, everything is where it was.
///
/// What is in host memory the CPU reads where it is. What is in device memory the device copies
/// into free host memory first, as much at a time as there is, by the same moves as any other, with
/// everything that repairs them; where host memory is full the CPU reads it, if it can see it. Runs
/// on the stack of whoever suspends, who has shut the door: nothing else moves meanwhile.
final class Evacuation {
    private static final long ROUND_BYTES = 64L << 20;

    private final Ledger ledger;
    private final Residency residency;
    private final Unwatched unwatched;
    private final Device device;
    private final Deadline deadline;

    // what is to be fetched next
    private final List<Fetch> fetches = new ArrayList<>();
    private int next;
    private long from;

    private record Fetch(Parcel parcel, MemorySegment target) {}

    /// A part of a parcel on its way through host memory.
    private record Part(Fetch fetch, long from, Backing copy) {}

    Evacuation(
            Ledger ledger,
            Residency residency,
            Unwatched unwatched,
            Device device,
            Deadline deadline) {
        this.ledger = ledger;
        this.residency = residency;
        this.unwatched = unwatched;
        this.device = device;
        this.deadline = deadline;
    }

    /// Copies every parcel to its piece of `image`; or says why not all are there.
    Optional<Reason> copy(List<Parcel> parcels, Image image) throws InterruptedException {
        Optional<Reason> failed = Optional.empty();
        for (int i = 0; i < parcels.size() && failed.isEmpty(); i++) {
            Parcel parcel = parcels.get(i);
            MemorySegment target = image.piece(i).segment();
            if (parcel.source().heap() == Device.DEVICE_HEAP) {
                fetches.add(new Fetch(parcel, target));
            } else {
                failed = read(parcel, parcel.ranges(), target);
            }
        }
        while (failed.isEmpty() && next < fetches.size() && !deadline.isOver()) {
            failed = round();
        }
        return failed;
    }

    /// True if the CPU sees all of a parcel.
    boolean isVisible(Parcel parcel) {
        try {
            return parcel.ranges().stream().allMatch(range -> device.hostView(range).isPresent());
        } catch (Throwable gone) {
            return false;
        }
    }

    private Optional<Reason> round() throws InterruptedException {
        List<Part> parts = unwatched.seeingThrough(this::begin);
        if (parts.isEmpty() && next < fetches.size()) {
            // not even a granule of host memory is free
            Fetch fetch = fetches.get(next++);
            from = 0;
            return read(fetch.parcel(), fetch.parcel().ranges(), fetch.target());
        }
        Optional<Reason> failed = Optional.empty();
        try {
            for (Part part : parts) {
                failed = failed.isPresent() ? failed : take(part);
            }
        } finally {
            try (var _ = ledger.enter()) {
                parts.forEach(part -> residency.fetches().giveBack(part.copy()));
            }
        }
        return failed;
    }

    /// Under the ledger.
    private List<Part> begin() {
        List<Part> parts = new ArrayList<>();
        long leftBytes = ROUND_BYTES;
        while (next < fetches.size() && leftBytes > 0) {
            Fetch fetch = fetches.get(next);
            Backing source = fetch.parcel().source();
            if (fetch.parcel().object().isClosed()) {
                // its space is anybody's
                next++;
                from = 0;
                continue;
            }
            Optional<Backing> copy =
                    residency.fetches().fetch(fetch.parcel().object(), source, from, leftBytes);
            if (copy.isEmpty()) {
                break;
            }
            parts.add(new Part(fetch, from, copy.get()));
            leftBytes -= copy.get().takenBytes();
            from += copy.get().takenBytes();
            if (from == source.takenBytes()) {
                next++;
                from = 0;
            }
        }
        return parts;
    }

    private Optional<Reason> take(Part part) throws InterruptedException {
        Backing copy = part.copy();
        deadline.await(copy.arrival());
        if (!copy.arrival().isSettled()) {
            return Optional.empty();
        }
        Optional<Fault> lost = copy.lost();
        Parcel parcel = part.fetch().parcel();
        if (lost.isPresent()) {
            return unreadable(parcel, lost.get().toString());
        }
        long length = Math.min(copy.takenBytes(), parcel.sizeBytes() - part.from());
        return read(
                parcel,
                copy.extents().ranges(),
                part.fetch().target().asSlice(part.from(), length));
    }

    /// Has the CPU fill `target` with what `ranges` begin with.
    private Optional<Reason> read(Parcel parcel, List<HeapRange> ranges, MemorySegment target) {
        try {
            return readByCpu(parcel, ranges, target);
        } catch (Throwable thrown) {
            return unreadable(parcel, "reading it threw " + ForeignCode.words(thrown));
        }
    }

    private Optional<Reason> readByCpu(
            Parcel parcel, List<HeapRange> ranges, MemorySegment target) {
        long filled = 0;
        for (HeapRange range : Slices.of(ranges, 0, target.byteSize())) {
            Optional<MemorySegment> view = device.hostView(range);
            if (view.isEmpty()) {
                return unreadable(
                        parcel,
                        "the CPU does not see it, and no host memory is free to copy it to");
            }
            target.asSlice(filled, range.sizeBytes()).copyFrom(view.get());
            filled += range.sizeBytes();
        }
        // of a device that is gone the CPU may have read anything
        Optional<Fault> gone = device.lost();
        return gone.isPresent() && ranges.getFirst().heap() == Device.DEVICE_HEAP
                ? Optional.of(new Reason.DeviceLost(gone.get()))
                : Optional.empty();
    }

    private static Optional<Reason> unreadable(Parcel parcel, String why) {
        return Optional.of(new Reason.Unreadable(parcel.object().toString(), why));
    }
}
