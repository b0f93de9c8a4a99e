package dev.holdfast.soak.content;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// What a kernel leaves behind of its steps: a row for each, and zeros.
public final class StepReport {
    /// How many steps a launch has at most.
    public static final int STEPS = 32;

    /// How large a report is.
    public static final long SIZE_BYTES = (long) STEPS * StepReport.NUMBERS * Long.BYTES;

    /// Numbers of a row: whose it is, words that are wrong, the first of them, what is there, how
    /// many were looked at.
    static final int NUMBERS = 5;

    static final int TOKEN = 0;
    static final int WRONG = 1;
    static final int FIRST_INDEX = 2;
    static final int FIRST_WORD = 3;
    static final int CHECKED = 4;

    private StepReport() {}

    /// What is wrong with a launch.
    ///
    /// @param step which step says so; below zero if the report is not this launch's
    /// @param words how many words are wrong
    /// @param first the first of them
    public record Finding(int step, long words, Contents.Wrong first) {}

    /// Reads the report of the launch with that token.
    public static Optional<Finding> read(MemorySegment report, List<Step> steps, long token) {
        for (int i = 0; i < STEPS; i++) {
            boolean used = i < steps.size();
            long own = number(report, i, TOKEN);
            long checked = number(report, i, CHECKED);
            long due = used ? steps.get(i).wordsChecked() : 0;
            if (own != (used ? token : 0) || checked != due) {
                var wrong = new Contents.Wrong(i, used ? token : 0, own);
                return Optional.of(new Finding(-1, 1, wrong));
            }
            long words = number(report, i, WRONG);
            if (words > 0) {
                long index = number(report, i, FIRST_INDEX);
                long found = number(report, i, FIRST_WORD);
                Step step = steps.get(i);
                int length = (int) Math.min(Long.BYTES, step.to() - index * Long.BYTES);
                long expected = Words.word(step.reads(), index) & Contents.mask(length);
                return Optional.of(
                        new Finding(i, words, new Contents.Wrong(index, expected, found)));
            }
        }
        return Optional.empty();
    }

    private static long number(MemorySegment report, int row, int which) {
        return report.getAtIndex(ValueLayout.JAVA_LONG, (long) row * NUMBERS + which);
    }
}
