package dev.holdfast.cli.replay;

import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.KernelMemory;
import java.util.function.BiConsumer;

/// The kernel that stands for every operation of a trace: checks each word of what it reads, then
/// writes new words to what it writes.
///
/// What it should find and what it is to write was decided at submission and comes as numbers: the
/// operation's own, how long it takes at least, and three for each argument.
final class VerifyKernel implements JavaKernel {
    /// Stands in place of an identity for an argument that is not read, or not written.
    static final long NONE = -1;

    private static final int HEAD = 2;
    private static final int FOR_EACH = 3;

    private final WordJudge judge;
    private final long[] ramp = WordPattern.ramp(ContentCheck.TILE_WORDS);
    private final BiConsumer<Long, OpCheck> results;

    /// A kernel that tells `results` by the operation's number what it has found.
    VerifyKernel(WordJudge judge, BiConsumer<Long, OpCheck> results) {
        this.judge = judge;
        this.results = results;
    }

    /// The numbers for an operation with so many arguments, all of them neither read nor written.
    static long[] scalars(long number, long atLeastNanos, int arguments) {
        long[] scalars = new long[HEAD + FOR_EACH * arguments];
        scalars[0] = number;
        scalars[1] = atLeastNanos;
        return scalars;
    }

    /// Says what is in an argument, and what is to be there afterwards.
    static void describe(long[] scalars, int argument, int buffer, long reads, long writes) {
        int at = HEAD + FOR_EACH * argument;
        scalars[at] = buffer;
        scalars[at + 1] = reads;
        scalars[at + 2] = writes;
    }

    @Override
    public long atLeastNanos(long[] scalars) {
        return scalars[1];
    }

    @Override
    public void run(KernelMemory memory, long[] scalars) {
        long beganNanos = System.nanoTime();
        long largestBytes = 0;
        for (int argument = 0; argument < memory.arguments(); argument++) {
            largestBytes = Math.max(largestBytes, memory.sizeBytes(argument));
        }
        ContentCheck check = new ContentCheck(judge, ramp, largestBytes);
        OpCheck found = OpCheck.NOTHING;
        for (int argument = 0; argument < memory.arguments(); argument++) {
            int at = HEAD + FOR_EACH * argument;
            if (scalars[at + 1] != NONE) {
                var content = new Content.OfArgument(memory, argument);
                found = found.plus(check.check(content, (int) scalars[at], scalars[at + 1]));
            }
        }
        for (int argument = 0; argument < memory.arguments(); argument++) {
            int at = HEAD + FOR_EACH * argument;
            if (scalars[at + 2] != NONE) {
                check.fill(new Content.OfArgument(memory, argument), scalars[at + 2]);
            }
        }
        results.accept(scalars[0], found.within(System.nanoTime() - beganNanos));
    }
}
