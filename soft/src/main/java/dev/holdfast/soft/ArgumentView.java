package dev.holdfast.soft;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.HeapRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One buffer of a running kernel: the pieces of memory behind it, looked up in the page table on
/// the first access and again whenever the table has changed since. Owned by the kernel's thread.
final class ArgumentView {
    private static final Piece[] NONE = {};

    private final SoftDevice device;
    private final BufferArgument argument;
    private final @Nullable SoftAddressSpace space;

    private Piece[] pieces = NONE;
    private int count;
    private @Nullable Piece last;
    private long version = -1;

    /// Where a contiguous part of the argument is.
    ///
    /// @param from its first offset in the argument
    /// @param to the first offset after it
    /// @param heap the heap it is in
    /// @param heapOffset where there
    /// @param writable whether the mapping may be written
    record Piece(long from, long to, SoftHeap heap, long heapOffset, boolean writable) {}

    /// `argument` in `space`, or by its ranges if there is none.
    ArgumentView(SoftDevice device, BufferArgument argument, @Nullable SoftAddressSpace space) {
        this.device = device;
        this.argument = argument;
        this.space = space;
    }

    long address() {
        return argument.address();
    }

    long sizeBytes() {
        return argument.sizeBytes();
    }

    boolean writable() {
        return argument.writable();
    }

    /// The piece with the byte at `offset`; null if nothing is mapped there now.
    @Nullable Piece piece(long offset) {
        long now = space == null ? 0 : space.version();
        if (now != version) {
            resolve(now);
        }
        Piece recent = last;
        if (recent != null && recent.from <= offset && offset < recent.to) {
            return recent;
        }
        Piece found = find(offset);
        last = found;
        return found;
    }

    /// Adds a piece behind those added before.
    void add(long from, HeapRange range, boolean writable) {
        if (count == pieces.length) {
            pieces = Arrays.copyOf(pieces, Math.max(1, 2 * count));
        }
        pieces[count++] =
                new Piece(
                        from,
                        from + range.sizeBytes(),
                        device.heap(range),
                        range.offset(),
                        writable);
    }

    private void resolve(long now) {
        count = 0;
        last = null;
        version = now;
        if (space != null) {
            space.resolve(this);
            return;
        }
        long from = 0;
        for (HeapRange range : argument.ranges()) {
            long length = Math.min(range.sizeBytes(), sizeBytes() - from);
            if (length > 0) {
                add(from, range.slice(0, length), true);
            }
            from += range.sizeBytes();
        }
    }

    private @Nullable Piece find(long offset) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Piece piece = pieces[middle];
            if (offset < piece.from) {
                high = middle - 1;
            } else if (offset >= piece.to) {
                low = middle + 1;
            } else {
                return piece;
            }
        }
        return null;
    }
}
