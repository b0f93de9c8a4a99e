package dev.holdfast.bench.harness;

/// What a figure is held to.
public sealed interface Goal {
    /// At most so much.
    ///
    /// @param limit the most
    record AtMost(double limit) implements Goal {}

    /// At least so much.
    ///
    /// @param limit the least
    record AtLeast(double limit) implements Goal {}

    /// A wish: the figure is reported beside it.
    ///
    /// @param limit the most that is wished for
    record Wish(double limit) implements Goal {}

    /// Nothing: the figure is reported.
    record None() implements Goal {}

    /// What `measured` says of this goal.
    default Verdict judge(Estimate measured) {
        return switch (this) {
            case AtMost(double limit) -> verdict(measured.high() <= limit, measured.low() > limit);
            case AtLeast(double limit) -> verdict(measured.low() >= limit, measured.high() < limit);
            case Wish wish -> Verdict.REPORTED;
            case None none -> Verdict.REPORTED;
        };
    }

    private static Verdict verdict(boolean met, boolean missed) {
        if (met) {
            return Verdict.MET;
        }
        return missed ? Verdict.MISSED : Verdict.NOT_RESOLVED;
    }

    /// The goal for people.
    default String text(Unit unit) {
        return switch (this) {
            case AtMost(double limit) -> "≤ " + unit.format(limit);
            case AtLeast(double limit) -> "≥ " + unit.format(limit);
            case Wish(double limit) -> "(" + unit.format(limit) + ")";
            case None none -> "–";
        };
    }
}
