package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.device.unit.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Moving a working set twice as large as the device through it, against one thread that copies as
/// many bytes between memory of the same kind. Nothing is proved in advance about either: with two
/// copy queues the manager may well be the faster.
final class MigrationBudget implements Budget {
    @Override
    public String name() {
        return "migration";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        int deviceMebi = size.pick(1, 64, 128);
        List<Row> rows = new ArrayList<>();
        rows.addAll(measure(size, deviceMebi, Bytes.kibi(size.pick(64, 4096, 4096)), true));
        rows.addAll(measure(size, deviceMebi, Bytes.kibi(size.pick(64, 64, 64)), false));
        return rows;
    }

    private List<Row> measure(Size size, int deviceMebi, long objectBytes, boolean judged)
            throws InterruptedException {
        long deviceBytes = Bytes.mebi(deviceMebi);
        try (var moved = new PingPong(deviceBytes, objectBytes);
                var plain = new PlainCopies(deviceBytes, objectBytes)) {
            moved.round(); // gives every object its content
            Rounds<Double> rounds = Rounds.inTurn(size, moved::round, plain::round);
            Goal goal = judged ? new Goal.AtLeast(0.95) : new Goal.None();
            String note = "interceptor on; plain copies by one thread";
            return CopyRows.of(name(), objectBytes, rounds, goal, note);
        }
    }
}
