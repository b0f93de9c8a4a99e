package dev.holdfast.bench.harness;

import java.util.Optional;

/// One line of the report.
///
/// @param budget the budget that it belongs to
/// @param what what was measured
/// @param unit what its figure counts
/// @param goal what it is held to
/// @param measured the figure, if there is one
/// @param verdict what that says of the goal
/// @param note how to read it; may be empty
public record Row(
        String budget,
        String what,
        Unit unit,
        Goal goal,
        Optional<Estimate> measured,
        Verdict verdict,
        String note) {

    /// A row whose verdict follows from its figure.
    public static Row of(
            String budget, String what, Unit unit, Goal goal, Estimate measured, String note) {
        return new Row(budget, what, unit, goal, Optional.of(measured), goal.judge(measured), note);
    }

    /// A row without a figure, and why.
    public static Row without(
            String budget, String what, Unit unit, Goal goal, Verdict verdict, String reason) {
        return new Row(budget, what, unit, goal, Optional.empty(), verdict, reason);
    }
}
