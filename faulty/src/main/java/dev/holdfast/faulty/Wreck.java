package dev.holdfast.faulty;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What a failing command does instead: a copy that leaves a prefix of the target right, some of
/// the rest scribbled, and what is between untouched. What happens is decided by one number.
///
///     target   [ right ........ | untouched ... | garbage ... | untouched ... ]
///                               ^ prefix                        either may be empty
///
/// The garbage is there always, a word at least: untouched bytes may be right by accident, having
/// held the same thing before, and a word of random bits is not. Commands shorter than a word are
/// all garbage. No byte of garbage is zero, so that no byte of it looks cleared.
final class Wreck {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final int WORD = Long.BYTES;
    private static final long NO_ZERO_BYTE = 0x0101010101010101L;

    private final SplittableRandom random;
    private final List<Transfer> done = new ArrayList<>();

    private Wreck(long draw) {
        this.random = new SplittableRandom(draw);
    }

    /// What is done of `copy`.
    static Command.Copy of(Command.Copy copy, long draw) {
        return new Wreck(draw).wreck(copy.transfers(), copy.sizeBytes());
    }

    /// What is done of `fill`. It is a copy of zeros, because a command must be one command: a
    /// reset between a fill and the garbage behind it would not stop the garbage.
    static Command.Copy of(Command.Fill fill, long draw) {
        MemorySegment zeros = Arena.ofAuto().allocate(BLOCK_BYTES, WORD);
        List<Transfer> transfers = new ArrayList<>();
        for (HeapRange target : fill.targets()) {
            for (long from = 0; from < target.sizeBytes(); from += BLOCK_BYTES) {
                long length = Math.min(BLOCK_BYTES, target.sizeBytes() - from);
                transfers.add(
                        new Transfer(
                                new CopySource.Lent(zeros.asSlice(0, length)),
                                target.slice(from, length)));
            }
        }
        return new Wreck(draw).wreck(transfers, fill.sizeBytes());
    }

    private Command.Copy wreck(List<Transfer> transfers, long sizeBytes) {
        long prefix = random.nextLong(Math.max(1, sizeBytes - WORD + 1)) & -WORD;
        long rest = sizeBytes - prefix;
        long from = prefix;
        long length = rest;
        if (random.nextBoolean() && rest > WORD) {
            from += random.nextLong(rest - WORD + 1) & -WORD;
            length = Math.min(sizeBytes - from, WORD * random.nextLong(1, rest / WORD + 1));
        }
        copy(transfers, prefix);
        scribble(transfers, from, from + length);
        return new Command.Copy(done);
    }

    private void copy(List<Transfer> transfers, long prefix) {
        long at = 0;
        for (Transfer transfer : transfers) {
            long size = transfer.target().sizeBytes();
            long length = Math.min(size, prefix - at);
            if (length <= 0) {
                return;
            }
            done.add(
                    new Transfer(
                            slice(transfer.source(), length), transfer.target().slice(0, length)));
            at += size;
        }
    }

    private void scribble(List<Transfer> transfers, long from, long to) {
        MemorySegment garbage = garbage();
        long at = 0;
        for (Transfer transfer : transfers) {
            HeapRange target = transfer.target();
            long end = Math.min(to - at, target.sizeBytes());
            for (long here = Math.max(0, from - at); here < end; ) {
                long offset = random.nextInt(BLOCK_BYTES / 2) & -WORD;
                long length = Math.min(end - here, BLOCK_BYTES - offset);
                done.add(
                        new Transfer(
                                new CopySource.Lent(garbage.asSlice(offset, length)),
                                target.slice(here, length)));
                here += length;
            }
            at += target.sizeBytes();
        }
    }

    private MemorySegment garbage() {
        MemorySegment block = Arena.ofAuto().allocate(BLOCK_BYTES, WORD);
        for (long at = 0; at < BLOCK_BYTES; at += WORD) {
            block.set(ValueLayout.JAVA_LONG, at, random.nextLong() | NO_ZERO_BYTE);
        }
        return block;
    }

    private static CopySource slice(CopySource source, long length) {
        return switch (source) {
            case HeapRange range -> range.slice(0, length);
            case CopySource.Lent(MemorySegment segment) ->
                    new CopySource.Lent(segment.asSlice(0, length));
        };
    }
}
