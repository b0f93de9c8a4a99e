package dev.holdfast.faulty;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.KernelMemory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// What a failing kernel does: nothing or a part of its work, then garbage over what it was given
/// to write, then a throw. It writes through the launch's own addresses, so that the device behind
/// checks and counts it as any kernel, and a reset stops it.
///
/// The garbage is there always, if anything can be written: a word at least of one argument at
/// least. Whoever relies on a kernel that failed reads something wrong.
///
/// @param body the kernel
/// @param arguments what it was launched with
/// @param draw decides what is done
record BrokenKernel(JavaKernel body, List<BufferArgument> arguments, long draw)
        implements JavaKernel {
    /// Up to this power of two, of accesses before it stops: kernels that move tiles have few.
    private static final int MOST_ACCESSES_LOG = 12;

    private static final int TILE_WORDS = 512;
    private static final int WORD = LentBlocks.WORD;

    @Override
    public void run(KernelMemory memory, long[] scalars) {
        SplittableRandom random = new SplittableRandom(draw);
        try {
            if (random.nextInt(4) > 0) {
                int accesses = random.nextInt(1 << random.nextInt(MOST_ACCESSES_LOG + 1));
                body.run(new HaltingMemory(memory, accesses), scalars);
            }
        } finally {
            scribble(memory, arguments, random);
        }
        throw new KernelFaultException("made to fail");
    }

    @Override
    public long atLeastNanos(long[] scalars) {
        return body.atLeastNanos(scalars);
    }

    /// Writes garbage over a part of what it was given to write, a word at least.
    static void scribble(
            KernelMemory memory, List<BufferArgument> arguments, SplittableRandom random) {
        int[] writable =
                IntStream.range(0, arguments.size())
                        .filter(i -> arguments.get(i).writable() && memory.sizeBytes(i) > 0)
                        .toArray();
        if (writable.length == 0) {
            return;
        }
        int always = random.nextInt(writable.length);
        for (int i = 0; i < writable.length; i++) {
            if (i == always || random.nextBoolean()) {
                scribble(memory, writable[i], random);
            }
        }
    }

    private static void scribble(KernelMemory memory, int argument, SplittableRandom random) {
        long sizeBytes = memory.sizeBytes(argument);
        if (sizeBytes < WORD) {
            byte[] bytes = new byte[(int) sizeBytes];
            random.nextBytes(bytes);
            memory.write(argument, 0, bytes, 0, bytes.length);
            return;
        }
        long from = random.nextLong(sizeBytes - WORD + 1) & -WORD;
        long words = random.nextLong(1, (sizeBytes - from) / WORD + 1);
        long[] garbage = new long[(int) Math.min(words, TILE_WORDS)];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = random.nextLong() | LentBlocks.NO_ZERO_BYTE;
        }
        for (long done = 0; done < words; done += TILE_WORDS) {
            int count = (int) Math.min(TILE_WORDS, words - done);
            memory.write(argument, from + done * WORD, garbage, 0, count);
        }
    }
}
