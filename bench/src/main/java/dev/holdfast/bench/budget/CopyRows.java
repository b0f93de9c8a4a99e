package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.device.unit.Bytes;
import java.util.List;

/// The rows of moving through the manager, which is the first side, against plain copies; both in
/// bytes a nanosecond.
final class CopyRows {
    private CopyRows() {}

    /// Those of `budget`, for objects of that size.
    static List<Row> of(
            String budget, long objectBytes, Rounds<Double> rounds, Goal goal, String note) {
        String objects = "objects of " + Bytes.format(objectBytes);
        return List.of(
                Row.of(
                        budget,
                        "bytes a second by plain copies, " + objects,
                        Unit.RATIO,
                        goal,
                        rounds.ratio(0, 1, rate -> rate),
                        note),
                bytesASecond(budget, "through the manager, " + objects, rounds, 0),
                bytesASecond(budget, "plain copies, " + objects, rounds, 1));
    }

    private static Row bytesASecond(String budget, String what, Rounds<Double> rounds, int side) {
        return Row.of(
                budget,
                what,
                Unit.GIGABYTES_PER_SECOND,
                new Goal.None(),
                rounds.of(side, rate -> rate * 1e9),
                "");
    }
}
