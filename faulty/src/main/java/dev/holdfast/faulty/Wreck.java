package dev.holdfast.faulty;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What a failing copy or fill does instead: a copy that leaves a prefix of the target right, some
/// of the rest scribbled, and what is between untouched. What happens is decided by one number.
///
///     target   [ right ........ | untouched ... | garbage ... | untouched ... ]
///                               ^ prefix                        either may be empty
///
/// The garbage is there always, a word at least: untouched bytes may be right by accident, having
/// held the same thing before, and a word of random bits is not. Commands shorter than a word are
/// all garbage.
final class Wreck {
    private static final int WORD = LentBlocks.WORD;

    private final LentBlocks blocks;
    private final SplittableRandom random;
    private final List<Transfer> done = new ArrayList<>();

    private Wreck(LentBlocks blocks, long draw) {
        this.blocks = blocks;
        this.random = new SplittableRandom(draw);
    }

    /// What is done of `copy`.
    static Command.Copy of(Command.Copy copy, LentBlocks blocks, long draw) {
        return new Wreck(blocks, draw).wreck(copy.transfers(), copy.sizeBytes());
    }

    /// What is done of `fill`. It is a copy of zeros, because a command must be one command: a
    /// reset between a fill and the garbage behind it would not stop the garbage.
    static Command.Copy of(Command.Fill fill, LentBlocks blocks, long draw) {
        List<Transfer> transfers = new ArrayList<>();
        for (HeapRange target : fill.targets()) {
            for (long from = 0; from < target.sizeBytes(); from += LentBlocks.BLOCK_BYTES) {
                long length = Math.min(LentBlocks.BLOCK_BYTES, target.sizeBytes() - from);
                transfers.add(new Transfer(blocks.zeros(length), target.slice(from, length)));
            }
        }
        return new Wreck(blocks, draw).wreck(transfers, fill.sizeBytes());
    }

    /// What is done of `launch` of a kernel that cannot be run by halves: none of its work, and
    /// garbage over a part of what it was given to write.
    static Command of(Command.Launch launch, LentBlocks blocks, long draw) {
        List<HeapRange> targets = writable(launch);
        long sizeBytes = targets.stream().mapToLong(HeapRange::sizeBytes).sum();
        if (sizeBytes == 0) {
            return new Command.Marker();
        }
        SplittableRandom random = new SplittableRandom(draw);
        List<Transfer> transfers = new ArrayList<>();
        long from = random.nextLong(sizeBytes);
        long to = random.nextLong(from, sizeBytes) + 1;
        blocks.scribble(targets, from, to, random, transfers);
        return new Command.Copy(transfers);
    }

    /// What `launch` may write.
    static List<HeapRange> writable(Command.Launch launch) {
        List<HeapRange> ranges = new ArrayList<>();
        for (BufferArgument argument : launch.arguments()) {
            long left = argument.writable() ? argument.sizeBytes() : 0;
            for (HeapRange range : argument.ranges()) {
                if (left > 0) {
                    ranges.add(range.slice(0, Math.min(left, range.sizeBytes())));
                }
                left -= range.sizeBytes();
            }
        }
        return ranges;
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
        List<HeapRange> targets = transfers.stream().map(Transfer::target).toList();
        blocks.scribble(targets, from, from + length, random, done);
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

    private static CopySource slice(CopySource source, long length) {
        return switch (source) {
            case HeapRange range -> range.slice(0, length);
            case CopySource.Lent(var segment) -> new CopySource.Lent(segment.asSlice(0, length));
        };
    }
}
