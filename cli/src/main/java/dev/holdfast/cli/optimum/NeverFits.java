package dev.holdfast.cli.optimum;

/// One operation alone touches more than there is memory: no order of evictions can help.
///
/// @param opIndex the first such operation, from 0
/// @param opName its name
/// @param footprintBytes what it touches
/// @param capacityBytes what there is
public record NeverFits(int opIndex, String opName, long footprintBytes, long capacityBytes)
        implements TrafficOutcome {

    /// {@return one line for a person}
    public String message() {
        return "operation %d (%s) touches %d bytes at once, more than the %d bytes of memory"
                .formatted(opIndex + 1, opName, footprintBytes, capacityBytes);
    }
}
