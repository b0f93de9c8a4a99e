package dev.holdfast.cli.trace;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/// One operation of a trace: a kernel, with what it reads, writes and afterwards frees.
///
/// A buffer in both lists is READ_WRITE, one in `writes` alone is OVERWRITE. Because every model
/// and every replay asks for each buffer once, with its access, [#uses()] is worked out here: the
/// reads in their order, then what is only written, in its order. That order also decides who
/// counts as used more recently within an operation.
public final class TraceOp {
    private final String name;
    private final BufferIndices reads;
    private final BufferIndices writes;
    private final BufferIndices frees;
    private final long nanos;
    private final BufferIndices uses;
    private final BitSet rewritten;

    /// The lists must hold no index twice; [TraceBuilder] checks that before a trace comes to be.
    public TraceOp(
            String name,
            BufferIndices reads,
            BufferIndices writes,
            BufferIndices frees,
            long nanos) {
        this.name = name;
        this.reads = reads;
        this.writes = writes;
        this.frees = frees;
        this.nanos = nanos;
        this.uses = reads.plus(without(writes, reads));
        this.rewritten = positionsIn(reads, writes);
    }

    public String name() {
        return name;
    }

    public BufferIndices reads() {
        return reads;
    }

    public BufferIndices writes() {
        return writes;
    }

    /// What nobody uses after this operation, unless a later iteration creates it anew.
    public BufferIndices frees() {
        return frees;
    }

    /// How long the kernel took where the trace was recorded; 0 where the trace does not say.
    public long nanos() {
        return nanos;
    }

    /// {@return every buffer it touches, once: the reads, then what is only written}
    public BufferIndices uses() {
        return uses;
    }

    /// {@return what it does with the buffer at that position of [#uses()]}
    public TraceAccess accessAt(int position) {
        if (position >= reads.size()) {
            Objects.checkIndex(position, uses.size());
            return TraceAccess.OVERWRITE;
        }
        return rewritten.get(position) ? TraceAccess.READ_WRITE : TraceAccess.READ;
    }

    TraceOp shiftedBy(int offset) {
        return new TraceOp(
                name,
                reads.shiftedBy(offset),
                writes.shiftedBy(offset),
                frees.shiftedBy(offset),
                nanos);
    }

    private static BufferIndices without(BufferIndices all, BufferIndices excluded) {
        if (all.isEmpty() || excluded.isEmpty()) {
            return all;
        }
        int[] sorted = excluded.sorted();
        int[] kept = all.stream().filter(i -> Arrays.binarySearch(sorted, i) < 0).toArray();
        return kept.length == all.size() ? all : BufferIndices.of(kept);
    }

    private static BitSet positionsIn(BufferIndices list, BufferIndices wanted) {
        BitSet positions = new BitSet(0);
        if (wanted.isEmpty()) {
            return positions;
        }
        int[] sorted = wanted.sorted();
        for (int i = 0; i < list.size(); i++) {
            if (Arrays.binarySearch(sorted, list.at(i)) >= 0) {
                positions.set(i);
            }
        }
        return positions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TraceOp that
                && name.equals(that.name)
                && reads.equals(that.reads)
                && writes.equals(that.writes)
                && frees.equals(that.frees)
                && nanos == that.nanos;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, reads, writes, frees, nanos);
    }

    @Override
    public String toString() {
        return name + " reads " + reads + " writes " + writes + " frees " + frees;
    }
}
