package dev.holdfast.faulty;

import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;

/// What is lent to the device behind when it is to write what nobody asked for: a block of garbage
/// and a block of zeros. Made once for a device and never written afterwards, so that any number of
/// commands may read them at once and a run with millions of faults allocates no memory for them.
///
/// No byte of the garbage is zero, so that none of it looks cleared.
final class LentBlocks {
    static final int BLOCK_BYTES = 64 << 10;
    static final int WORD = Long.BYTES;
    static final long NO_ZERO_BYTE = 0x0101010101010101L;

    private final MemorySegment garbage;
    private final MemorySegment zeros;

    /// Blocks whose garbage is decided by `seed`.
    LentBlocks(long seed) {
        Arena arena = Arena.ofAuto();
        this.zeros = arena.allocate(BLOCK_BYTES, WORD).asReadOnly();
        MemorySegment block = arena.allocate(BLOCK_BYTES, WORD);
        SplittableRandom random = new SplittableRandom(seed);
        for (long at = 0; at < BLOCK_BYTES; at += WORD) {
            block.set(ValueLayout.JAVA_LONG, at, random.nextLong() | NO_ZERO_BYTE);
        }
        this.garbage = block.asReadOnly();
    }

    /// At most a block of zeros.
    CopySource zeros(long sizeBytes) {
        return new CopySource.Lent(zeros.asSlice(0, sizeBytes));
    }

    /// At most a block of garbage, from its beginning.
    MemorySegment garbage(long sizeBytes) {
        return garbage.asSlice(0, sizeBytes);
    }

    /// Adds to `transfers` garbage for the bytes from `from` to `to` of `targets` laid end to end.
    void scribble(
            List<HeapRange> targets,
            long from,
            long to,
            SplittableRandom random,
            List<Transfer> transfers) {
        long at = 0;
        for (HeapRange target : targets) {
            long end = Math.min(to - at, target.sizeBytes());
            for (long here = Math.max(0, from - at); here < end; ) {
                long offset = random.nextInt(BLOCK_BYTES / 2) & -WORD;
                long length = Math.min(end - here, BLOCK_BYTES - offset);
                transfers.add(
                        new Transfer(
                                new CopySource.Lent(garbage.asSlice(offset, length)),
                                target.slice(here, length)));
                here += length;
            }
            at += target.sizeBytes();
        }
    }
}
