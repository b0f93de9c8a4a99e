package dev.holdfast.cli.trace;

/// How long a kernel takes on an accelerator that is bound either by arithmetic or by memory.
///
/// @param flopsPerSecond floating-point operations a second
/// @param bytesPerSecond of its own memory
/// @param launchNanos what every kernel takes, however small
public record Roofline(double flopsPerSecond, double bytesPerSecond, long launchNanos) {
    /// Far slower than a real card, as the working set is far smaller: the ratio of arithmetic to
    /// bytes is that of a card, and the default step takes about a second.
    public static final Roofline DEFAULT = new Roofline(40e9, 4e9, 5_000);

    public Roofline {
        if (!(flopsPerSecond > 0) || !(bytesPerSecond > 0) || launchNanos < 0) {
            throw new IllegalArgumentException("an accelerator must have positive speeds");
        }
    }

    long nanos(double flops, double bytes) {
        double seconds = Math.max(flops / flopsPerSecond, bytes / bytesPerSecond);
        return launchNanos + Math.round(seconds * 1e9);
    }
}
