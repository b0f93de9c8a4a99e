package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceText.HEADER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
    @Test
    void scaledSizesAreWholeWordsAndNeverNothing() throws TraceException {
        Trace trace = sized(1000, 8, 1, 20, 3);

        assertEquals(List.of(1000L, 8L, 8L, 24L, 8L), sizes(trace.scaled(1)));
        assertEquals(List.of(248L, 8L, 8L, 8L, 8L), sizes(trace.scaled(0.25)));
        assertEquals(List.of(2000L, 16L, 8L, 40L, 8L), sizes(trace.scaled(2)));
    }

    @Test
    void scalingChangesNothingButSizes() throws TraceException {
        Trace trace =
                TraceText.read(
                        HEADER,
                        "{\"buffer\":\"a\",\"bytes\":64,\"initial\":true,\"client\":\"c\"}",
                        "{\"op\":\"f\",\"reads\":[\"a\"],\"frees\":[\"a\"],\"nanos\":5}");

        assertEquals(trace, trace.scaled(1));
        assertEquals(trace.ops(), trace.scaled(3).ops());
        assertEquals(new TraceBuffer("a", 192, true, "c"), trace.scaled(3).buffer(0));
    }

    @Test
    void sizesThatOverflowWhenScaledAreToldByName() throws TraceException {
        Trace trace = sized(1L << 40);

        assertEquals(
                "buffer \"b0\" of 1099511627776 bytes does not fit into 64 bits when scaled by"
                        + " 1.0E8",
                assertThrows(TraceException.class, () -> trace.scaled(1e8)).getMessage());
        assertEquals(
                "the sizes of all buffers up to \"b1\" add up to more than 9223372036854775807",
                assertThrows(TraceException.class, () -> sized(1L << 40, 1L << 40).scaled(8e6))
                        .getMessage());
    }

    @Test
    void aScaleIsAPositiveNumber() throws TraceException {
        Trace trace = sized(8);

        for (double factor : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> trace.scaled(factor));
        }
    }

    @Test
    void anOperationRunsForTheOwnerOfWhatItWrites() throws TraceException {
        Trace trace =
                TraceText.read(
                        HEADER,
                        "{\"buffer\":\"a\",\"bytes\":8,\"client\":\"ann\"}",
                        "{\"buffer\":\"b\",\"bytes\":8,\"client\":\"bob\"}",
                        "{\"buffer\":\"c\",\"bytes\":8}",
                        "{\"op\":\"f\",\"reads\":[\"a\"],\"writes\":[\"b\"]}",
                        "{\"op\":\"g\",\"reads\":[\"a\"]}",
                        "{\"op\":\"h\",\"writes\":[\"c\"]}",
                        "{\"op\":\"i\"}");

        assertEquals(List.of("ann", "bob"), trace.clients());
        assertEquals(
                List.of("bob", "ann", "", ""), trace.ops().stream().map(trace::clientOf).toList());
    }

    private static Trace sized(long... sizes) throws TraceException {
        TraceBuilder builder = new TraceBuilder("sized");
        for (int i = 0; i < sizes.length; i++) {
            builder.declare(new TraceBuffer("b" + i, sizes[i], false, ""));
        }
        builder.operation("f", List.of(), List.of("b0"), List.of(), 0);
        return builder.build();
    }

    private static List<Long> sizes(Trace trace) {
        return trace.buffers().stream().map(TraceBuffer::sizeBytes).toList();
    }
}
