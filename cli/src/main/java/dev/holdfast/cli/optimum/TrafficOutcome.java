package dev.holdfast.cli.optimum;

/// What became of running a trace in a [ResidencyModel].
public sealed interface TrafficOutcome permits Traffic, NeverFits {
    /// {@return the traffic}
    ///
    /// @throws IllegalStateException if the trace cannot run in that memory
    default Traffic orThrow() {
        return switch (this) {
            case Traffic traffic -> traffic;
            case NeverFits refused -> throw new IllegalStateException(refused.message());
        };
    }
}
