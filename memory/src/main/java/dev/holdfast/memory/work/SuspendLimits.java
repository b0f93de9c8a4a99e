package dev.holdfast.memory.work;

import java.time.Duration;

/// What a suspension may cost; if it would cost more it is refused.
///
/// @param patience how long it may wait for what is under way; less than nothing is for ever
/// @param imageBytes how much ordinary memory the content may take until it is needed again
public record SuspendLimits(Duration patience, long imageBytes) {
    /// Whatever it costs.
    public static final SuspendLimits NONE =
            new SuspendLimits(Duration.ofNanos(-1), Long.MAX_VALUE);

    /// Checks that the memory is not less than none.
    public SuspendLimits {
        if (imageBytes < 0) {
            throw new IllegalArgumentException("an image of " + imageBytes + " bytes");
        }
    }

    /// These limits, with a wait of at most so long.
    public SuspendLimits withPatience(Duration longest) {
        return new SuspendLimits(longest, imageBytes);
    }

    /// These limits, with an image of at most so many bytes.
    public SuspendLimits withImageBytes(long most) {
        return new SuspendLimits(patience, most);
    }

    /// True if it may wait for ever.
    public boolean isPatient() {
        return patience.isNegative();
    }
}
