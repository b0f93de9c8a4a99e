package dev.holdfast.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

/// That nothing is used after its free or freed twice, [TraceBuilder] makes sure of; here is what a
/// step must look like to be worth replaying.
class BuiltInTrainingStepTest {
    private final Trace trace = BuiltInTrainingStep.DEFAULT.trace();
    private final TraceFigures figures = TraceFigures.of(trace);

    @Test
    void theDefaultIsSmallEnoughToRunAndLargeEnoughToHurt() {
        assertEquals(487, figures.ops());
        assertEquals(827, figures.buffers());
        assertEquals(1337, figures.reads());
        assertEquals(256_958_472, figures.peakLiveBytes());
        assertEquals(126_312_448, figures.initialBytes());
        assertTrue(figures.largestOpBytes() * 10 < figures.peakLiveBytes());
        assertTrue(figures.totalNanos() > 500_000_000 && figures.totalNanos() < 2_000_000_000);
    }

    @Test
    void nothingIsReadThatHasNoContent() {
        BitSet written = new BitSet();
        for (TraceOp op : trace.ops()) {
            op.reads().stream()
                    .forEach(i ->
                            assertTrue(
                                    trace.buffer(i).initial() || written.get(i),
                                    () -> op.name() + " reads " + trace.buffer(i).id()));
            op.writes().stream().forEach(written::set);
        }
    }

    @Test
    void everythingButWeightsMomentsAndInputDiesWithinTheStep() {
        BitSet freed = new BitSet();
        trace.ops().forEach(op -> op.frees().stream().forEach(freed::set));

        for (int i = 0; i < trace.buffers().size(); i++) {
            assertEquals(!trace.buffer(i).initial(), freed.get(i), trace.buffer(i).id());
        }
    }

    @Test
    void everyWeightIsReadForwardAndBackwardAndUpdatedOnce() {
        for (TraceOp op : trace.ops()) {
            if (op.name().endsWith(".adam")) {
                assertEquals(4, op.reads().size());
                assertEquals(3, op.writes().size());
                assertEquals(op.reads().size(), op.uses().size());
                assertEquals(1, op.frees().size());
            }
        }
        assertEquals(
                1 + 10L * TransformerShape.DEFAULT.layers(),
                trace.ops().stream().filter(op -> op.name().endsWith(".adam")).count());
    }

    @Test
    void sizesAreWholeWordsSoThatAReplayNeedNotRound() throws TraceException {
        assertEquals(trace, trace.scaled(1));
    }

    @Test
    void theShapeIsAParameter() {
        TransformerShape two = new TransformerShape(2, 64, 2, 32, 2, 256);
        Trace small = new BuiltInTrainingStep(two, Roofline.DEFAULT).trace();

        assertEquals(7 + 40 * 2, small.ops().size());
        assertEquals(487, 7 + 40 * 12);
    }
}
