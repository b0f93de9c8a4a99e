package dev.holdfast.memory.migrate;

import dev.holdfast.device.Workers;
import dev.holdfast.memory.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Moves that nobody watches, because there was no room for what keeps watch. Whoever had them set
/// up sees them through before going on: the same outcome, synchronously. It is the one case in
/// which submitting waits for the device.
///
/// Source: the failsafe-migration series, where the work that cannot be allocated is done on the
/// caller's stack.
public final class Unwatched {
    private final Ledger ledger;
    private final Workers workers;

    // guarded by the ledger
    private List<Interceptor> moves = List.of();

    /// None yet; waiting is by way of `workers`.
    public Unwatched(Ledger ledger, Workers workers) {
        this.ledger = ledger;
        this.workers = workers;
    }

    void add(Interceptor move) {
        if (moves.isEmpty()) {
            moves = new ArrayList<>();
        }
        moves.add(move);
    }

    /// Runs `placing` under the ledger, and then sees through what it left unwatched. Not from a
    /// fence callback.
    public <T> T seeingThrough(Supplier<T> placing) {
        T answer;
        List<Interceptor> mine;
        try (var _ = ledger.enter()) {
            answer = placing.get();
            mine = moves;
            moves = List.of();
        }
        for (Interceptor move : mine) {
            move.seeThrough(workers);
        }
        return answer;
    }
}
