package dev.holdfast.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a builder refuses is tested by its message in [TraceRuleErrorsTest]; here is the rest.
class TraceBuilderTest {
    private final TraceBuilder builder = new TraceBuilder("built");

    @Test
    void indicesFollowDeclaration() throws TraceException {
        for (int i = 0; i < 100; i++) {
            assertEquals(i, builder.declare(new TraceBuffer("b" + i, 8, false, "")));
        }
        builder.operation("f", List.of("b99", "b0"), List.of("b42"), List.of(), 0);

        TraceOp op = builder.build().ops().getFirst();
        assertEquals(BufferIndices.of(99, 0), op.reads());
        assertEquals(BufferIndices.of(42), op.writes());
    }

    @Test
    void aBufferMayBeUsedAndFreedByTheSameOperation() throws TraceException {
        builder.declare(new TraceBuffer("a", 8, false, ""));
        builder.operation("f", List.of("a"), List.of("a"), List.of("a"), 0);

        assertEquals(1, builder.build().ops().size());
    }

    @Test
    void aBufferMayBeFreedByAnOperationThatDoesNotUseIt() throws TraceException {
        builder.declare(new TraceBuffer("a", 8, false, ""));
        builder.operation("f", List.of(), List.of(), List.of("a"), 0);

        assertEquals(BufferIndices.of(0), builder.build().ops().getFirst().frees());
    }

    @Test
    void aProblemHasNoPlaceUntilAReaderAddsIt() {
        TraceException problem = assertThrows(TraceException.class, builder::build);

        assertEquals("the trace ends without an operation", problem.getMessage());
        assertEquals("t:7: " + problem.problem(), problem.at("t", 7).getMessage());
        assertEquals(problem.problem(), problem.at("t", 7).problem());
    }

    @Test
    void whatWasBuiltDoesNotChangeAfterwards() throws TraceException {
        builder.operation("f", List.of(), List.of(), List.of(), 0);
        Trace first = builder.build();
        builder.operation("g", List.of(), List.of(), List.of(), 0);

        assertEquals(1, first.ops().size());
        assertTrue(first.buffers().isEmpty());
    }
}
