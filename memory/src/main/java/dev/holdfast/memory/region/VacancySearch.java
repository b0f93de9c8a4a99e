package dev.holdfast.memory.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the place in one piece whose occupants cost least, in one pass over the ranges of each
/// slab: for every range, the shortest run from its start on that is long enough.
///
/// No place that begins inside of a range is better: moved back to where that range begins it has
/// the same first occupant and at its end none more. So two fingers over the chain see all that
/// matter, and what it costs is one visit of every range, and no more than that.
///
/// Source: the sliding window of Zhang et al., "Coop: Memory is not a Commodity" (2023).
final class VacancySearch {
    private final FreeSpace space;
    private final long wantedBytes;
    private final Vacancy.Judge judge;
    private final List<Extent> claimed;

    // the run that is being followed: where its pieces begin, and the cost of all before each
    private long[] starts = new long[64];
    private double[] costs = new double[64];
    private int pieces;

    private long bestOffset = -1;
    private double bestCost = Double.POSITIVE_INFINITY;

    /// A search for `wantedBytes` that leaves what is `claimed` alone.
    VacancySearch(FreeSpace space, long wantedBytes, Vacancy.Judge judge, List<Extent> claimed) {
        this.space = space;
        this.wantedBytes = wantedBytes;
        this.judge = judge;
        this.claimed = claimed;
    }

    /// The cheapest place, of those the one that begins first.
    Optional<Vacancy> run() {
        for (int slab = 0; slab < space.slabs(); slab++) {
            walk(slab);
        }
        return bestOffset < 0 ? Optional.empty() : Optional.of(vacancy());
    }

    private void walk(int slab) {
        Range range = space.firstOf(slab);
        long end = range.offset;
        while (range != null && !(range instanceof Edge)) {
            double cost = costOf(range);
            if (cost < Double.POSITIVE_INFINITY) {
                add(range.offset, range.end(), cost);
            } else {
                endRun(range.offset);
            }
            end = range.end();
            range = range.after;
        }
        endRun(end);
    }

    private double costOf(Range range) {
        if (!(range instanceof OwnedRange owned)) {
            return 0;
        }
        Occupant occupant = owned.condemned ? null : owned.occupant;
        return occupant == null ? Double.POSITIVE_INFINITY : judge.cost(occupant);
    }

    /// Adds `[from, to)` to the run, but for what of it is claimed.
    private void add(long from, long to, double cost) {
        for (Extent claim : claimed) {
            if (claim.offset() < to && claim.end() > from) {
                if (claim.offset() > from) {
                    add(from, claim.offset(), cost);
                }
                endRun(Math.max(from, claim.offset()));
                if (claim.end() < to) {
                    add(claim.end(), to, cost);
                }
                return;
            }
        }
        if (pieces + 1 >= starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            costs = Arrays.copyOf(costs, 2 * costs.length);
        }
        starts[pieces] = from;
        costs[pieces + 1] = costs[pieces] + cost;
        pieces++;
    }

    /// The run ends there: compares the places in it with the best so far.
    private void endRun(long end) {
        starts[pieces] = end;
        int last = 0;
        for (int first = 0; first < pieces; first++) {
            while (last < pieces && starts[last] - starts[first] < wantedBytes) {
                last++;
            }
            if (starts[last] - starts[first] < wantedBytes) {
                break;
            }
            double cost = costs[last] - costs[first];
            if (cost < bestCost) {
                bestCost = cost;
                bestOffset = starts[first];
            }
        }
        pieces = 0;
    }

    private Vacancy vacancy() {
        Extent place = new Extent(bestOffset, wantedBytes);
        List<Occupant> occupants = new ArrayList<>();
        @Nullable Range range = space.firstOf(space.slabOf(bestOffset));
        while (range != null && range.offset < place.end()) {
            if (range.end() > place.offset()
                    && range instanceof OwnedRange owned
                    && owned.occupant != null) {
                occupants.add(owned.occupant);
            }
            range = range.after;
        }
        return new Vacancy(place, List.copyOf(occupants));
    }
}
