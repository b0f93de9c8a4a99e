package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.trace.BufferIndices;
import dev.holdfast.cli.trace.BuiltInTrainingStep;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceBuffer;
import dev.holdfast.cli.trace.TraceBuilder;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.cli.trace.TraceOp;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.memory.MemoryOptions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A loss costs what depends on it and nothing else: each operation that was skipped names the
/// buffer that was lost, and the trace alone says whether its content came from there.
class ReplayLossTest {
    private static final Pattern LOST = Pattern.compile("the bytes of \"([^\"]+)\"");

    private final Trace trace = numbered();

    /// The built-in step, its operations named by their places.
    private static Trace numbered() {
        try {
            Trace named = BuiltInTrainingStep.DEFAULT.trace().scaled(0.02);
            TraceBuilder builder = new TraceBuilder(named.name());
            named.buffers().forEach(buffer -> declare(builder, buffer));
            int number = 0;
            for (TraceOp op : named.ops()) {
                String name = String.valueOf(number++);
                builder.operation(
                        new TraceOp(name, op.reads(), op.writes(), op.frees(), op.nanos()));
            }
            return builder.build();
        } catch (TraceException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void declare(TraceBuilder builder, TraceBuffer buffer) {
        try {
            builder.declare(buffer);
        } catch (TraceException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// For each operation, the buffers from which anything has come that it reads.
    private List<BitSet> origins() {
        Map<Integer, BitSet> ofBuffer = new HashMap<>();
        List<BitSet> ofOp = new ArrayList<>();
        for (TraceOp op : trace.ops()) {
            BitSet origins = new BitSet();
            each(
                    op.reads(),
                    buffer -> {
                        origins.set(buffer);
                        origins.or(ofBuffer.getOrDefault(buffer, new BitSet()));
                    });
            each(op.writes(), buffer -> ofBuffer.put(buffer, origins));
            ofOp.add(origins);
        }
        return ofOp;
    }

    private static void each(BufferIndices indices, IntConsumer action) {
        indices.stream().forEach(action);
    }

    private int buffer(String id) {
        for (int i = 0; i < trace.buffers().size(); i++) {
            if (trace.buffer(i).id().equals(id)) {
                return i;
            }
        }
        throw new AssertionError("no buffer \"" + id + "\"");
    }

    private ReplayReport replay(long seed) {
        return SmallTrace.run(
                trace,
                new ReplayOptions(
                        "soft",
                        MemorySize.parse("25%"),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Compute.NONE,
                        1,
                        1,
                        64,
                        MemoryOptions.Policy.LRU,
                        OptionalLong.empty(),
                        Stream.of(
                                        "copy-in:fail@60%",
                                        "copy-out:fail@60%",
                                        "bookkeeping:fail@20%",
                                        "host-copy:forbid@always")
                                .map(FaultSpec::parse)
                                .toList(),
                        seed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everySkippedOperationReadsWhatCameFromTheBufferThatItNames(long seed) {
        ReplayReport report = replay(seed);
        Verification found = report.verification();
        assertTrue(report.traffic().copiesLost() > 0, report::toString);
        assertTrue(found.skippedReads() > 0 && found.verifiedReads() > 0, report::toString);
        assertEquals(found.reads(), found.verifiedReads() + found.skippedReads());
        assertEquals(0, found.mismatchedReads());
        assertTrue(report.traffic().copiesLost() <= report.faultsInjected());
        assertEquals(List.of(), report.leaks());

        List<BitSet> origins = origins();
        for (SkippedOp skip : found.skips()) {
            var lost = LOST.matcher(skip.fault());
            assertTrue(lost.find(), skip.fault());
            if (!skip.op().startsWith("read back")) {
                int op = Integer.parseInt(skip.op());
                assertTrue(
                        origins.get(op).get(buffer(lost.group(1))),
                        () -> "operation " + op + " has nothing from there: " + skip.fault());
            }
        }
    }
}
