package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceAccess.OVERWRITE;
import static dev.holdfast.cli.trace.TraceAccess.READ;
import static dev.holdfast.cli.trace.TraceAccess.READ_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TraceOpTest {
    @Test
    void eachBufferIsUsedOnceWithItsAccess() {
        TraceOp op = op(BufferIndices.of(5, 2, 7), BufferIndices.of(9, 2, 1));

        assertEquals(BufferIndices.of(5, 2, 7, 9, 1), op.uses());
        assertEquals(List.of(READ, READ_WRITE, READ, OVERWRITE, OVERWRITE), accesses(op));
        assertThrows(IndexOutOfBoundsException.class, () -> op.accessAt(5));
    }

    @Test
    void anOperationMayOnlyReadOnlyWriteOrDoNeither() {
        assertEquals(List.of(READ), accesses(op(BufferIndices.of(1), BufferIndices.of())));
        assertEquals(List.of(OVERWRITE), accesses(op(BufferIndices.of(), BufferIndices.of(1))));
        assertEquals(List.of(READ_WRITE), accesses(op(BufferIndices.of(1), BufferIndices.of(1))));
        assertEquals(List.of(), accesses(op(BufferIndices.of(), BufferIndices.of())));
    }

    @Test
    void accessSaysWhetherItReadsAndWrites() {
        assertEquals(List.of(true, true, false), accessesThat(TraceAccess::reads));
        assertEquals(List.of(false, true, true), accessesThat(TraceAccess::writes));
    }

    @Test
    void shiftingMovesAllListsAlike() {
        BufferIndices list = BufferIndices.of(1);
        BufferIndices shifted = BufferIndices.of(4);

        assertEquals(
                new TraceOp("f", shifted, shifted, shifted, 6),
                new TraceOp("f", list, list, list, 6).shiftedBy(3));
    }

    private static TraceOp op(BufferIndices reads, BufferIndices writes) {
        return new TraceOp("f", reads, writes, BufferIndices.of(), 0);
    }

    private static List<TraceAccess> accesses(TraceOp op) {
        return IntStream.range(0, op.uses().size()).mapToObj(op::accessAt).toList();
    }

    private static List<Boolean> accessesThat(Function<TraceAccess, Boolean> property) {
        return List.of(READ, READ_WRITE, OVERWRITE).stream().map(property).toList();
    }
}
