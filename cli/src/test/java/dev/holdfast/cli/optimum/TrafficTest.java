package dev.holdfast.cli.optimum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Traffic traffic =
            new Traffic(
                    List.of(
                            new IterationTraffic(100, 60, 1, 2, 1),
                            new IterationTraffic(70, 0, 1, 2, 1),
                            new IterationTraffic(80, 0, 1, 2, 1)));

    @Test
    void firstFetchesAreNoRefetches() {
        assertEquals(40, traffic.iterations().getFirst().refetchedBytes());
        assertEquals((40 + 70 + 80) / 3.0, traffic.meanRefetchedBytes());
    }

    @Test
    void iterationsAreCountedFromAnyOn() {
        assertEquals(250, traffic.bytesToDeviceFrom(0));
        assertEquals(150, traffic.bytesToDeviceFrom(1));
        assertEquals(0, traffic.bytesToDeviceFrom(3));
    }
}
