package dev.holdfast.memory.recorder;

import dev.holdfast.device.unit.Bytes;
import java.nio.file.Path;

/// Where a flight recorder writes.
///
/// @param file of which the recorder makes a ring; a flight log that is there already is kept
///   beside it, with `.previous` after its name
/// @param ringBytes how much of it records and names take together, rounded down to a power of two;
///   128 bytes for each record that is kept
public record Recording(Path file, long ringBytes) {
    /// The least that is taken for a ring.
    public static final long LEAST_BYTES = Bytes.kibi(16);

    /// The most.
    public static final long MOST_BYTES = Bytes.gibi(1);

    /// What is enough for the last few thousand submissions: 4 MiB.
    public static final long DEFAULT_BYTES = Bytes.mebi(4);

    /// Checks the size.
    public Recording {
        if (ringBytes < LEAST_BYTES || ringBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a flight recorder of %d bytes: from %s to %s"
                            .formatted(
                                    ringBytes,
                                    Bytes.format(LEAST_BYTES),
                                    Bytes.format(MOST_BYTES)));
        }
    }

    /// How many records are kept: a power of two.
    int records() {
        return (int) (Long.highestOneBit(ringBytes) / (2 * FlightFormat.SLOT_BYTES));
    }
}
