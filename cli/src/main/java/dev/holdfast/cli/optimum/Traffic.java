package dev.holdfast.cli.optimum;

import java.util.List;

/// What a trace moves in a given memory, iteration by iteration.
public record Traffic(List<IterationTraffic> iterations) implements TrafficOutcome {
    public Traffic {
        iterations = List.copyOf(iterations);
    }

    /// {@return bytes fetched again, as a mean over all iterations}
    public double meanRefetchedBytes() {
        return iterations.stream().mapToLong(IterationTraffic::refetchedBytes).average().orElse(0);
    }

    /// {@return bytes fetched by the iterations from index `first` on: 0 for all, 1 to leave out
    /// the one that starts with an empty memory}
    public long bytesToDeviceFrom(int first) {
        return iterations.stream()
                .skip(first)
                .mapToLong(IterationTraffic::bytesToDevice)
                .reduce(0, Math::addExact);
    }
}
