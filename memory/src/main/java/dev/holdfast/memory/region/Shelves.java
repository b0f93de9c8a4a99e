package dev.holdfast.memory.region;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All shelves of a region: one for each place and tag. Clients that have no bytes in free space
/// are forgotten now and then, so that their number is that of the clients at work and not of all
/// that ever were.
final class Shelves {
    private static final int ROWS_BEFORE_SWEEP = 64;

    private static final long NO_CLIENT = Long.MIN_VALUE;

    private final Row clean = new Row(ContentTag.CLEAN, NO_CLIENT);
    private final Row mixed = new Row(ContentTag.MIXED, NO_CLIENT);
    private final long[] sizeBytes = new long[Place.values().length];
    private OffsetTable<Row> byClient = new OffsetTable<>();

    // in the order in which the clients were first seen, which is what makes choices repeatable
    private final List<Row> owned = new ArrayList<>();
    private int sweepAt = ROWS_BEFORE_SWEEP;

    /// The shelves of one tag.
    static final class Row {
        private final Shelf[] shelves = new Shelf[Place.values().length];

        private final long clientId;

        Row(ContentTag tag, long clientId) {
            this.clientId = clientId;
            for (Place place : Place.values()) {
                shelves[place.ordinal()] = new Shelf(place, tag);
            }
        }

        Shelf at(Place place) {
            return shelves[place.ordinal()];
        }

        boolean isEmpty() {
            for (Shelf shelf : shelves) {
                if (!shelf.isEmpty()) {
                    return false;
                }
            }
            return true;
        }
    }

    Shelf at(Place place, ContentTag tag) {
        return row(tag).at(place);
    }

    private Row row(ContentTag tag) {
        return switch (tag) {
            case ContentTag.Clean _ -> clean;
            case ContentTag.Mixed _ -> mixed;
            case ContentTag.OwnedBy(long clientId) -> {
                Row row = byClient.get(clientId);
                yield row != null ? row : addRow(clientId, tag);
            }
        };
    }

    private Row addRow(long clientId, ContentTag tag) {
        if (owned.size() >= sweepAt) {
            sweep();
        }
        Row row = new Row(tag, clientId);
        owned.add(row);
        byClient.add(clientId, row);
        return row;
    }

    private void sweep() {
        owned.removeIf(Row::isEmpty);
        byClient = new OffsetTable<>();
        for (Row row : owned) {
            byClient.add(row.clientId, row);
        }
        sweepAt = Math.max(ROWS_BEFORE_SWEEP, 2 * owned.size());
    }

    /// The shelf at `rank` in the order in which `request` likes those of `place`; null for a rank
    /// that has none. Clean space goes last to whoever overwrites everything: others need it more.
    @Nullable Shelf preferred(Place place, int rank, AllocationRequest request) {
        Row row = preferred(rank, request.clientId(), request.overwrite());
        return row == null ? null : row.at(place);
    }

    private @Nullable Row preferred(int rank, long clientId, boolean overwrite) {
        int other = rank - (overwrite ? 2 : 3);
        if (other >= 0 && other < owned.size()) {
            Row row = owned.get(other);
            return row.clientId == clientId ? null : row;
        }
        if (overwrite) {
            return switch (rank) {
                case 0 -> byClient.get(clientId);
                case 1 -> mixed;
                default -> clean;
            };
        }
        return switch (rank) {
            case 0 -> clean;
            case 1 -> byClient.get(clientId);
            default -> mixed;
        };
    }

    int ranks() {
        return 3 + owned.size();
    }

    void add(FreeRange range) {
        range.shelf.add(range);
        sizeBytes[range.shelf.place.ordinal()] += range.sizeBytes;
    }

    void remove(FreeRange range) {
        range.shelf.remove(range);
        sizeBytes[range.shelf.place.ordinal()] -= range.sizeBytes;
    }

    /// How much is free there.
    long sizeBytes(Place place) {
        return sizeBytes[place.ordinal()];
    }

    /// How much of what is free is all zeros.
    long cleanBytes() {
        long sum = 0;
        for (Shelf shelf : clean.shelves) {
            sum += shelf.sizeBytes();
        }
        return sum;
    }

    void forEach(Consumer<Shelf> action) {
        List<Row> rows = new ArrayList<>(owned);
        rows.add(clean);
        rows.add(mixed);
        rows.forEach(row -> {
            for (Place place : Place.values()) {
                action.accept(row.at(place));
            }
        });
    }
}
