package dev.holdfast.soak.content;

import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.KernelMemory;
import java.util.List;

/// Does steps, in Java. Its last argument is the report.
final class StepKernel implements JavaKernel {
    private static final int HEAD = 2;
    private static final int TILE = 512;

    /// The numbers for these steps.
    static long[] scalars(List<Step> steps, long token) {
        long[] scalars = new long[HEAD + Step.NUMBERS * steps.size()];
        scalars[0] = token;
        scalars[1] = steps.size();
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).put(scalars, HEAD + Step.NUMBERS * i);
        }
        return scalars;
    }

    @Override
    public void run(KernelMemory memory, long[] scalars) {
        long[] rows = new long[StepReport.STEPS * StepReport.NUMBERS];
        long[] tile = new long[TILE];
        for (int i = 0; i < scalars[1]; i++) {
            Step step = Step.at(scalars, HEAD + Step.NUMBERS * i);
            int row = i * StepReport.NUMBERS;
            rows[row + StepReport.TOKEN] = scalars[0];
            if (step.reads() != Step.NONE) {
                check(memory, step, tile, rows, row);
            }
            if (step.writes() != Step.NONE) {
                write(memory, step, tile);
            }
        }
        memory.write(memory.arguments() - 1, 0, rows, 0, rows.length);
    }

    private static void check(KernelMemory memory, Step step, long[] tile, long[] rows, int row) {
        long end = step.to() / Long.BYTES;
        for (long at = step.from() / Long.BYTES; at < end; at += TILE) {
            int count = (int) Math.min(TILE, end - at);
            memory.read(step.argument(), at * Long.BYTES, tile, 0, count);
            for (int i = 0; i < count; i++) {
                if (tile[i] != Words.word(step.reads(), at + i)) {
                    wrong(rows, row, at + i, tile[i]);
                }
            }
        }
        int rest = (int) (step.to() % Long.BYTES);
        if (rest > 0) {
            long found = readRest(memory, step.argument(), end, rest);
            if (found != (Words.word(step.reads(), end) & Contents.mask(rest))) {
                wrong(rows, row, end, found);
            }
        }
        rows[row + StepReport.CHECKED] = step.wordsChecked();
    }

    private static void wrong(long[] rows, int row, long index, long found) {
        if (rows[row + StepReport.WRONG] == 0) {
            rows[row + StepReport.FIRST_INDEX] = index;
            rows[row + StepReport.FIRST_WORD] = found;
        }
        rows[row + StepReport.WRONG]++;
    }

    private static void write(KernelMemory memory, Step step, long[] tile) {
        boolean copy = step.writes() == Step.COPY;
        long end = step.to() / Long.BYTES;
        for (long at = step.from() / Long.BYTES; at < end; at += TILE) {
            int count = (int) Math.min(TILE, end - at);
            if (copy) {
                memory.read(step.source(), at * Long.BYTES, tile, 0, count);
            } else {
                for (int i = 0; i < count; i++) {
                    tile[i] = Words.word(step.writes(), at + i);
                }
            }
            memory.write(step.argument(), at * Long.BYTES, tile, 0, count);
        }
        int rest = (int) (step.to() % Long.BYTES);
        if (rest > 0) {
            long word =
                    copy
                            ? readRest(memory, step.source(), end, rest)
                            : Words.word(step.writes(), end);
            byte[] bytes = new byte[rest];
            for (int i = 0; i < rest; i++) {
                bytes[i] = (byte) (word >>> (Byte.SIZE * i));
            }
            memory.write(step.argument(), end * Long.BYTES, bytes, 0, rest);
        }
    }

    private static long readRest(KernelMemory memory, int argument, long index, int length) {
        byte[] bytes = new byte[length];
        memory.read(argument, index * Long.BYTES, bytes, 0, length);
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[i] & 0xFFL) << (Byte.SIZE * i);
        }
        return word;
    }
}
