package dev.holdfast.memory.capture;

import dev.holdfast.device.unit.Bytes;
import java.time.Duration;

/// What a capture may cost. What is cut says so.
///
/// @param sizeBytes how many bytes of contents; 0 for no captures at all. As much memory as objects
///   need that were flagged or pinned is set aside beforehand, up to this
/// @param time how long reading them may take, by the manager's clock
/// @param objects how many objects are read; 0 for no captures at all
public record CaptureLimits(long sizeBytes, Duration time, int objects) {
    private static final int MOST_OBJECTS = 1 << 20;

    /// Checks that nothing is below zero, and that there can be so many objects.
    public CaptureLimits {
        if (sizeBytes < 0 || time.isNegative() || objects < 0 || objects > MOST_OBJECTS) {
            throw new IllegalArgumentException(
                    "%d bytes in %s, of %d objects: none below 0, and at most %d objects"
                            .formatted(sizeBytes, time, objects, MOST_OBJECTS));
        }
    }

    /// 256 MiB, 5 seconds, 1024 objects.
    public static CaptureLimits defaults() {
        return new CaptureLimits(Bytes.mebi(256), Duration.ofSeconds(5), 1024);
    }

    /// No captures.
    public static CaptureLimits off() {
        return new CaptureLimits(0, Duration.ZERO, 0);
    }

    /// True if there are to be no captures.
    public boolean isOff() {
        return sizeBytes == 0 || objects == 0;
    }
}
