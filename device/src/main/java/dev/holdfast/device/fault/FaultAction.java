package dev.holdfast.device.fault;

import java.time.Duration;

/// What happens at a [FaultSite] when its turn comes.
public sealed interface FaultAction {

    /// The command fails: part of it may be done, never all of it.
    record Fail() implements FaultAction {}

    /// The command does its work, and takes this much longer.
    record Delay(Duration duration) implements FaultAction {}

    /// The command never completes by itself.
    record Hang() implements FaultAction {}

    /// The device is lost and its memory poisoned.
    record Lose() implements FaultAction {}

    /// The step is not allowed to happen at all.
    record Forbid() implements FaultAction {}

    /// The command is reported as [FaultKind#UNSTOPPED] and writes to its memory afterwards, some
    /// time or other.
    record Linger() implements FaultAction {}

    /// The command does its work; its completion comes late, behind those of other queues, and on a
    /// thread of nobody's.
    record Reorder() implements FaultAction {}

    /// Parses `fail`, `hang`, `linger`, `reorder`, `lose`, `forbid` or `delay=20ms`.
    static FaultAction parse(String text) {
        return switch (text) {
            case "fail" -> new Fail();
            case "hang" -> new Hang();
            case "linger" -> new Linger();
            case "reorder" -> new Reorder();
            case "lose" -> new Lose();
            case "forbid" -> new Forbid();
            default -> delay(text);
        };
    }

    private static FaultAction delay(String text) {
        var match = java.util.regex.Pattern.compile("delay=([0-9]{1,9})(us|ms|s)").matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not a fault action: fail, hang, linger, reorder, delay=20ms,"
                            + " lose, forbid");
        }
        long count = Long.parseLong(match.group(1));
        return new Delay(
                switch (match.group(2)) {
                    case "us" -> Duration.ofNanos(count * 1000);
                    case "ms" -> Duration.ofMillis(count);
                    default -> Duration.ofSeconds(count);
                });
    }
}
