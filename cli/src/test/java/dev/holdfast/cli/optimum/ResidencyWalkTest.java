package dev.holdfast.cli.optimum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.trace.BufferIndices;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceBuffer;
import dev.holdfast.cli.trace.TraceBuilder;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.cli.trace.TraceFigures;
import dev.holdfast.cli.trace.TraceOp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The walk against the obvious way to do it, on many random traces.
class ResidencyWalkTest {
    private static final int TRACES = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTraceInAnyMemoryMovesWhatTheObviousModelMoves(long seed) throws TraceException {
        Random random = new Random(seed);
        for (int i = 0; i < TRACES; i++) {
            Trace trace = randomTrace(random);
            TraceFigures figures = TraceFigures.of(trace);
            long spareBytes = figures.declaredBytes() - figures.largestOpBytes() + 1;
            long capacityBytes = figures.largestOpBytes() + random.nextLong(spareBytes);

            Traffic traffic = new FurthestNextUse().run(trace, capacityBytes, 3).orThrow();

            assertEquals(
                    new NaiveModel(trace).run(capacityBytes, 3),
                    traffic.iterations().stream()
                            .map(t -> List.of(t.bytesToDevice(), t.bytesToHost()))
                            .toList(),
                    () -> "seed " + seed + ", " + trace.ops());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void aMemoryThatHoldsEverythingNeedsNoEviction(long seed) throws TraceException {
        Random random = new Random(seed);
        for (int i = 0; i < TRACES; i++) {
            Trace trace = randomTrace(random);
            long capacityBytes = TraceFigures.of(trace).declaredBytes();
            for (ResidencyModel model : List.of(new FurthestNextUse(), new LeastRecentlyUsed())) {
                for (IterationTraffic t :
                        model.run(trace, capacityBytes, 2).orThrow().iterations()) {
                    assertEquals(0, t.evictions());
                    assertEquals(0, t.refetchedBytes());
                    assertTrue(t.bytesToHost() == 0 && t.cleanDrops() == 0);
                }
            }
        }
    }

    private static Trace randomTrace(Random random) throws TraceException {
        TraceBuilder builder = new TraceBuilder("random");
        int buffers = 3 + random.nextInt(10);
        List<Integer> alive = new ArrayList<>();
        for (int i = 0; i < buffers; i++) {
            boolean initial = random.nextInt(3) == 0;
            builder.declare(new TraceBuffer("b" + i, 1 + random.nextInt(20), initial, ""));
            alive.add(i);
        }
        int ops = 2 + random.nextInt(30);
        for (int i = 0; i < ops; i++) {
            Collections.shuffle(alive, random);
            BufferIndices reads = some(alive, random.nextInt(3));
            Collections.shuffle(alive, random);
            BufferIndices writes = some(alive, random.nextInt(3));
            BufferIndices frees = some(alive, random.nextInt(8) == 0 ? 1 : 0);
            builder.operation(new TraceOp("op" + i, reads, writes, frees, 0));
            frees.stream().forEach(freed -> alive.remove((Integer) freed));
        }
        return builder.build();
    }

    private static BufferIndices some(List<Integer> alive, int count) {
        return BufferIndices.of(alive.stream().limit(count).mapToInt(i -> i).toArray());
    }
}
