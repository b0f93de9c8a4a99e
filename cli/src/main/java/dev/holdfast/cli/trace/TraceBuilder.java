package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceException.quoted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts a trace together, in order, and refuses what would make it inconsistent.
///
/// The one place that knows the rules of a trace: readers, scaling, interleaving and the built-in
/// step all come through here. An exception says what is wrong but not where; a reader adds file
/// and line. After an exception the builder is of no further use.
public final class TraceBuilder {
    private static final int NOT_FREED = -1;

    private String name;
    private final List<TraceBuffer> buffers = new ArrayList<>();
    private final List<TraceOp> ops = new ArrayList<>();
    private final Map<String, Integer> indexById = new HashMap<>();

    /// By buffer: the operation that freed it, and the list in which it was seen last. Each list of
    /// each operation has a number of its own, so that finding a repeat takes one comparison.
    private int[] freedBy = new int[16];

    private int[] seenInList = new int[16];
    private int lists;

    private int[] scratch = new int[16];

    private long declaredBytes;
    private long touchedBytes;
    private long totalNanos;

    public TraceBuilder(String name) {
        this.name = name;
    }

    void rename(String newName) {
        this.name = newName;
    }

    int ops() {
        return ops.size();
    }

    boolean isDeclared(String id) {
        return indexById.containsKey(id);
    }

    /// {@return the index of the buffer, from 0 in order of declaration}
    public int declare(TraceBuffer buffer) throws TraceException {
        if (buffer.sizeBytes() < 1) {
            throw new TraceException(
                    "buffer %s has %d bytes; a size must be at least 1"
                            .formatted(quoted(buffer.id()), buffer.sizeBytes()));
        }
        int index = buffers.size();
        if (indexById.putIfAbsent(buffer.id(), index) != null) {
            throw new TraceException(
                    "buffer %s is declared twice; an id names one buffer for the whole trace"
                            .formatted(quoted(buffer.id())));
        }
        declaredBytes =
                sum(declaredBytes, buffer.sizeBytes(), "the sizes of all buffers", buffer.id());
        if (index == freedBy.length) {
            freedBy = Arrays.copyOf(freedBy, index * 2);
            seenInList = Arrays.copyOf(seenInList, index * 2);
        }
        freedBy[index] = NOT_FREED;
        buffers.add(buffer);
        return index;
    }

    /// Adds an operation that names its buffers by their ids.
    public void operation(
            String opName, List<String> reads, List<String> writes, List<String> frees, long nanos)
            throws TraceException {
        operation(new TraceOp(opName, resolve(reads), resolve(writes), resolve(frees), nanos));
    }

    /// Adds an operation that names its buffers by the indices that `declare` gave out.
    public void operation(TraceOp op) throws TraceException {
        checkList(op, op.reads(), "reads");
        checkList(op, op.writes(), "writes");
        checkList(op, op.frees(), "frees");
        if (op.nanos() < 0) {
            throw new TraceException(
                    "op %s takes %d nanos; a duration cannot be negative"
                            .formatted(quoted(op.name()), op.nanos()));
        }
        totalNanos = sum(totalNanos, op.nanos(), "the nanos of all operations", op.name());
        for (int i = 0; i < op.frees().size(); i++) {
            freedBy[op.frees().at(i)] = ops.size();
        }
        ops.add(op);
    }

    /// @throws TraceException if there is no operation: such a trace has no figures worth printing
    public Trace build() throws TraceException {
        if (ops.isEmpty()) {
            throw new TraceException("the trace ends without an operation");
        }
        return new Trace(name, buffers, ops);
    }

    BufferIndices resolve(List<String> ids) throws TraceException {
        if (scratch.length < ids.size()) {
            scratch = new int[Math.max(ids.size(), scratch.length * 2)];
        }
        int size = 0;
        for (String id : ids) {
            Integer index = indexById.get(id);
            if (index == null) {
                throw new TraceException(
                        "buffer %s is not declared; {\"buffer\":%s,\"bytes\":N} must come first"
                                .formatted(quoted(id), quoted(id)));
            }
            scratch[size++] = index;
        }
        return BufferIndices.copyOf(scratch, size);
    }

    private void checkList(TraceOp op, BufferIndices list, String verb) throws TraceException {
        lists++;
        for (int i = 0; i < list.size(); i++) {
            int index = list.at(i);
            TraceBuffer buffer = buffers.get(index);
            if (seenInList[index] == lists) {
                throw new TraceException(
                        "op %s names buffer %s twice in \"%s\""
                                .formatted(quoted(op.name()), quoted(buffer.id()), verb));
            }
            seenInList[index] = lists;
            if (freedBy[index] != NOT_FREED) {
                throw new TraceException(
                        "op %s %s buffer %s, which operation %d (%s) has freed"
                                .formatted(
                                        quoted(op.name()),
                                        verb,
                                        quoted(buffer.id()),
                                        freedBy[index] + 1,
                                        quoted(ops.get(freedBy[index]).name())));
            }
            touchedBytes = sum(touchedBytes, buffer.sizeBytes(), "the bytes touched", op.name());
        }
    }

    private static long sum(long total, long more, String what, String upTo) throws TraceException {
        try {
            return Math.addExact(total, more);
        } catch (ArithmeticException overflow) {
            throw new TraceException(
                    "%s up to %s add up to more than %d"
                            .formatted(what, quoted(upTo), Long.MAX_VALUE));
        }
    }
}
