package dev.holdfast.memory.binding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Hands out ranges of one address space, each followed by an unmapped guard granule so that a
/// kernel that runs off an object's end faults instead of reading its neighbour. Ranges are powers
/// of two and kept by size for reuse; a fresh one comes from the end. Under the ledger.
final class AddressRanges {
    private final long granuleBytes;
    private long limitBytes;
    private final List<ArrayDeque<Long>> returned = new ArrayList<>();
    private long next;

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

    long guardBytes() {
        return granuleBytes;
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
        int order = orderOf(sizeBytes);
        while (returned.size() <= order) {
            returned.add(new ArrayDeque<>());
        }
        returned.get(order).addLast(address);
    }

    private int orderOf(long sizeBytes) {
        long granules = Math.ceilDiv(sizeBytes, granuleBytes) + 1;
        return 64 - Long.numberOfLeadingZeros(granules - 1);
    }
}
