package dev.holdfast.cli.optimum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.cli.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextUsesTest {
    private final Trace trace =
            OptimumTraces.of(
                    List.of("w 8 initial", "a 8", "b 8"),
                    List.of("f r:w w:a", "g r:a f:a", "h r:w w:b"));
    private final NextUses uses = new NextUses(trace);

    @Test
    void withinAnIterationItIsTheNextOperationThatUsesIt() {
        assertEquals(2, uses.after(0, 0, 0));
        assertEquals(1, uses.after(0, 0, 1));
    }

    @Test
    void whatIsNeverFreedIsUsedAgainByTheNextIteration() {
        assertEquals(3, uses.after(0, 2, 0));
        assertEquals(5, uses.after(0, 2, 1));
    }

    @Test
    void whatIsFreedHasNoLaterUse() {
        assertEquals(NextUses.NEVER, uses.after(0, 1, 0));
        assertEquals(NextUses.NEVER, uses.after(7, 1, 0));
    }

    @Test
    void laterIterationsAreShiftedByTheOperationsOfOne() {
        assertEquals(2 + 3 * 10, uses.after(10, 0, 0));
        assertEquals(3 + 3 * 10, uses.after(10, 2, 0));
    }
}
