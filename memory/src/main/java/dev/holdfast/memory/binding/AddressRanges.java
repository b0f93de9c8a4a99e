package dev.holdfast.memory.binding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Hands out ranges of one address space, each followed by an unmapped guard granule so that a
/// kernel that runs off an object's end faults instead of reading its neighbour. Ranges are powers
/// of two and kept by size for reuse; a fresh one comes from the end. A range is never split and
/// never joined with another, so two ranges that overlap are one and the same, and no two objects
/// ever come closer to each other than the guard. Under the ledger.
final class AddressRanges {
    private final long granuleBytes;
    private long limitBytes;
    private final List<ArrayDeque<Long>> returned = new ArrayList<>();
    private final List<Withheld> withheld = new ArrayList<>();
    private long next;

    /// A range that nobody has, and nobody gets while a launch may use it.
    private record Withheld(long address, int order) {}

    AddressRanges(long granuleBytes, long limitBytes) {
        this.granuleBytes = granuleBytes;
        this.limitBytes = limitBytes;
        this.next = granuleBytes;
    }

    /// True if nothing that was handed out is at `limit` or beyond it.
    boolean fitsBelow(long limit) {
        return next <= limit;
    }

    /// Nothing is handed out from `limit` on.
    void endAt(long limit) {
        limitBytes = limit;
    }

    /// How much of the space was handed out and is neither back nor withheld. It looks at every
    /// range that is: for the structure walk.
    long usedBytes() {
        long usedBytes = next - granuleBytes;
        for (int order = 0; order < returned.size(); order++) {
            usedBytes -= returned.get(order).size() * (granuleBytes << order);
        }
        for (Withheld each : withheld) {
            usedBytes -= granuleBytes << each.order();
        }
        return usedBytes;
    }

    /// How much of the space a range for `sizeBytes` takes, its guard included.
    long spanBytes(long sizeBytes) {
        return granuleBytes << orderOf(sizeBytes);
    }

    /// A range for `sizeBytes`; its address is a multiple of the granule.
    long take(long sizeBytes) {
        int order = orderOf(sizeBytes);
        if (order < returned.size() && !returned.get(order).isEmpty()) {
            return returned.get(order).removeFirst();
        }
        long address = next;
        long spanBytes = granuleBytes << order;
        if (spanBytes <= 0 || address > limitBytes - spanBytes) {
            throw new IllegalStateException(
                    "the client's address space of " + limitBytes + " bytes is used up");
        }
        next = address + spanBytes;
        return address;
    }

    /// Gives a range back. It may be handed out at once: binds wait for pending unbinds.
    void giveBack(long address, long sizeBytes) {
        giveBack(address, orderOf(sizeBytes));
    }

    private void giveBack(long address, int order) {
        while (returned.size() <= order) {
            returned.add(new ArrayDeque<>());
        }
        returned.get(order).addLast(address);
    }

    /// Takes the range at `address` out of circulation, its guard with it, if nobody has it. It
    /// looks at every free range: for rare events.
    void withhold(long address) {
        for (int order = 0; order < returned.size(); order++) {
            if (returned.get(order).remove(address)) {
                withheld.add(new Withheld(address, order));
            }
        }
    }

    /// Gives a range back that is out of circulation: nobody gets it.
    void giveBackWithheld(long address, long sizeBytes) {
        withheld.add(new Withheld(address, orderOf(sizeBytes)));
    }

    /// What was withheld at `address` goes round again, if it is nobody's. It looks at all that is
    /// withheld: for rare events.
    void release(long address) {
        for (Withheld each : List.copyOf(withheld)) {
            if (each.address() == address) {
                withheld.remove(each);
                giveBack(each.address(), each.order());
            }
        }
    }

    /// All that was withheld goes round again.
    void release() {
        withheld.forEach(each -> giveBack(each.address(), each.order()));
        withheld.clear();
    }

    private int orderOf(long sizeBytes) {
        long granules = Math.ceilDiv(sizeBytes, granuleBytes) + 1;
        return 64 - Long.numberOfLeadingZeros(granules - 1);
    }
}
