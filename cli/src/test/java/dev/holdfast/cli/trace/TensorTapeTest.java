package dev.holdfast.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTapeTest {
    @Test
    void aPassingTensorDiesWithItsLastUseAndALastingOneNever() {
        TensorTape tape = new TensorTape("tape", new Roofline(1e9, 1e9, 10));
        int weight = tape.lasting("weight", 4);
        int first = tape.passing("first", 2);
        int second = tape.passing("second", 2);
        tape.elementwise("a", new int[] {weight}, new int[] {first});
        tape.kernel("b", 500, new int[] {first}, new int[] {second});
        tape.elementwise("c", new int[] {first, second, weight}, new int[] {second});

        Trace trace = tape.finish();

        assertEquals(
                List.of(
                        new TraceBuffer("weight", 16, true, ""),
                        new TraceBuffer("first", 8, false, ""),
                        new TraceBuffer("second", 8, false, "")),
                trace.buffers());
        assertEquals(
                List.of(BufferIndices.of(), BufferIndices.of(), BufferIndices.of(first, second)),
                trace.ops().stream().map(TraceOp::frees).toList());
        assertEquals(
                List.of(10L + 24, 10L + 500, 10L + 40),
                trace.ops().stream().map(TraceOp::nanos).toList());
    }
}
