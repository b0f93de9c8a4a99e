package dev.holdfast.cli.trace;

import java.util.Arrays;
import java.util.stream.IntStream;

/// An immutable list of dense buffer indices.
///
/// A request of an LLM service names hundreds of blocks, so this holds plain ints: a list of boxed
/// numbers would cost more than everything else in a trace.
public final class BufferIndices {
    private static final BufferIndices EMPTY = new BufferIndices(new int[0]);

    private final int[] indices;

    private BufferIndices(int[] indices) {
        this.indices = indices;
    }

    public static BufferIndices of(int... indices) {
        return indices.length == 0 ? EMPTY : new BufferIndices(indices.clone());
    }

    /// {@return the first `size` entries of `scratch`, copied: the caller goes on using its array}
    static BufferIndices copyOf(int[] scratch, int size) {
        return size == 0 ? EMPTY : new BufferIndices(Arrays.copyOf(scratch, size));
    }

    public int size() {
        return indices.length;
    }

    public boolean isEmpty() {
        return indices.length == 0;
    }

    public int at(int position) {
        return indices[position];
    }

    public IntStream stream() {
        return Arrays.stream(indices);
    }

    /// {@return the same list with `offset` added to each index}
    BufferIndices shiftedBy(int offset) {
        if (offset == 0 || indices.length == 0) {
            return this;
        }
        int[] shifted = new int[indices.length];
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = Math.addExact(indices[i], offset);
        }
        return new BufferIndices(shifted);
    }

    /// {@return the positions' values in ascending order, for binary search}
    int[] sorted() {
        int[] sorted = indices.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    BufferIndices plus(BufferIndices more) {
        if (more.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return more;
        }
        int[] both = Arrays.copyOf(indices, indices.length + more.indices.length);
        System.arraycopy(more.indices, 0, both, indices.length, more.indices.length);
        return new BufferIndices(both);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BufferIndices that && Arrays.equals(indices, that.indices);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(indices);
    }

    @Override
    public String toString() {
        return Arrays.toString(indices);
    }
}
