package dev.holdfast.cli.report;

import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.fault.FaultTime;
import java.math.BigDecimal;
import java.time.Duration;

/// A fault as it is written on the command line.
final class FaultText {
    private FaultText() {}

    /// `copy-in:fail@5%`.
    static String of(FaultSpec spec) {
        return spec.site().text() + ":" + of(spec.action()) + "@" + of(spec.time());
    }

    private static String of(FaultAction action) {
        return switch (action) {
            case FaultAction.Fail fail -> "fail";
            case FaultAction.Hang hang -> "hang";
            case FaultAction.Linger linger -> "linger";
            case FaultAction.Reorder reorder -> "reorder";
            case FaultAction.Lose lose -> "lose";
            case FaultAction.Forbid forbid -> "forbid";
            case FaultAction.Delay(Duration duration) ->
                    "delay=" + duration.toNanos() / 1000 + "us";
        };
    }

    private static String of(FaultTime time) {
        return switch (time) {
            case FaultTime.Always always -> "always";
            case FaultTime.Nth(long count) -> "#" + count;
            case FaultTime.Share(double fraction) ->
                    BigDecimal.valueOf(fraction)
                                    .movePointRight(2)
                                    .stripTrailingZeros()
                                    .toPlainString()
                            + "%";
        };
    }
}
