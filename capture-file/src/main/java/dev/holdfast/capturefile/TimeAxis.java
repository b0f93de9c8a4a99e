package dev.holdfast.capturefile;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import java.util.stream.LongStream;

/// Where on the page a moment is. A command that hangs does so for seconds after microseconds of
/// submissions: then the axis is broken, what happened has most of the room and waiting the rest.
final class TimeAxis {
    private static final double SHARE_OF_EVENTS = 0.72;

    private final double left;
    private final double right;
    private final long from;
    private final long last;
    private final long to;

    /// From the first of what `capture` tells of to the capture itself, between two places.
    TimeAxis(Capture capture, double left, double right) {
        this.left = left;
        this.right = right;
        to = capture.nanos();
        from = events(capture).min().orElse(to);
        last = events(capture).max().orElse(to);
    }

    private static LongStream events(Capture capture) {
        return capture.commands().stream()
                .flatMapToLong(TimeAxis::events)
                .filter(nanos -> nanos > 0 && nanos <= capture.nanos());
    }

    private static LongStream events(CapturedCommand command) {
        return LongStream.of(command.submittedNanos(), command.handedOverNanos());
    }

    /// True if nothing happened for most of the time.
    boolean isBroken() {
        return last > from && last - from < (to - from) / 3;
    }

    /// Where the axis is broken.
    double breakAt() {
        return left + SHARE_OF_EVENTS * (right - left);
    }

    /// Where `nanos` is; 0 stands for a time that is not known, which is the first.
    double x(long nanos) {
        if (nanos <= from) {
            return left;
        }
        if (!isBroken()) {
            return between(left, right, nanos, from, to);
        }
        return nanos <= last
                ? between(left, breakAt(), nanos, from, last)
                : between(breakAt(), right, nanos, last, to);
    }

    private static double between(double a, double b, long nanos, long from, long to) {
        double share = (double) (nanos - from) / Math.max(1, to - from);
        return a + Math.clamp(share, 0, 1) * (b - a);
    }

    /// How long before the capture the axis begins.
    String beginsBefore() {
        return Summary.span(to - from);
    }

    /// How long before the capture the last of it happened.
    String breaksBefore() {
        return Summary.span(to - last);
    }
}
