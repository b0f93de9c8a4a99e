package dev.holdfast.cli.trace;

import java.util.List;
import java.util.Objects;

/// What a program did with its buffers: which it had, and which operations used them in what order.
///
/// Only [TraceBuilder] makes one, so a trace that exists is consistent: every index is declared, no
/// operation uses a buffer after its free, no buffer is freed twice, no list names a buffer twice,
/// every size is positive, and neither the sizes nor what the operations touch or take overflows a
/// `long` when added up. Who reads a trace need not check any of that again.
public final class Trace {
    private static final int WORD_BYTES = Long.BYTES;
    private static final long MAX_WORDS = Long.MAX_VALUE / WORD_BYTES;

    private final String name;
    private final List<TraceBuffer> buffers;
    private final List<TraceOp> ops;

    Trace(String name, List<TraceBuffer> buffers, List<TraceOp> ops) {
        this.name = name;
        this.buffers = List.copyOf(buffers);
        this.ops = List.copyOf(ops);
    }

    public String name() {
        return name;
    }

    /// {@return the buffers by index, in the order in which they were declared}
    public List<TraceBuffer> buffers() {
        return buffers;
    }

    public List<TraceOp> ops() {
        return ops;
    }

    public TraceBuffer buffer(int index) {
        return buffers.get(index);
    }

    public long sizeBytes(int index) {
        return buffers.get(index).sizeBytes();
    }

    /// {@return how many bytes must be resident at once for that operation to run}
    public long footprintBytes(TraceOp op) {
        return totalBytes(op.uses());
    }

    /// {@return the sizes of those buffers, added up}
    public long totalBytes(BufferIndices indices) {
        long total = 0;
        for (int i = 0; i < indices.size(); i++) {
            total += sizeBytes(indices.at(i));
        }
        return total;
    }

    /// {@return the clients that the trace names, in order of first declaration; often none}
    public List<String> clients() {
        return buffers.stream()
                .map(TraceBuffer::client)
                .filter(client -> !client.isEmpty())
                .distinct()
                .toList();
    }

    /// {@return the client on whose behalf that operation runs: the owner of the first buffer it
    /// writes, else of the first it reads; the empty string where the trace names none}
    public String clientOf(TraceOp op) {
        BufferIndices deciding = op.writes().isEmpty() ? op.reads() : op.writes();
        return deciding.isEmpty() ? "" : buffer(deciding.at(0)).client();
    }

    /// The same trace with every size multiplied by `factor` and rounded to whole words of eight
    /// bytes, at least one: a replay verifies words. So `scaled(1)` makes any trace fit for a
    /// replay, and `scaled(factor / clients)` is the share of one of several tenants.
    ///
    /// @throws TraceException if a scaled size, or their sum, does not fit into 64 bits
    public Trace scaled(double factor) throws TraceException {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("a scale must be a positive number, not " + factor);
        }
        TraceBuilder builder = new TraceBuilder(name);
        for (TraceBuffer buffer : buffers) {
            long sizeBytes = scaledBytes(buffer, factor);
            builder.declare(
                    new TraceBuffer(buffer.id(), sizeBytes, buffer.initial(), buffer.client()));
        }
        for (TraceOp op : ops) {
            builder.operation(op);
        }
        return builder.build();
    }

    private static long scaledBytes(TraceBuffer buffer, double factor) throws TraceException {
        long words = Math.round(buffer.sizeBytes() * factor / WORD_BYTES);
        if (words > MAX_WORDS) {
            throw new TraceException(
                    "buffer %s of %d bytes does not fit into 64 bits when scaled by %s"
                            .formatted(
                                    TraceException.quoted(buffer.id()),
                                    buffer.sizeBytes(),
                                    factor));
        }
        return Math.max(1, words) * WORD_BYTES;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trace that
                && name.equals(that.name)
                && buffers.equals(that.buffers)
                && ops.equals(that.ops);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, buffers, ops);
    }

    @Override
    public String toString() {
        return name + ": " + buffers.size() + " buffers, " + ops.size() + " operations";
    }
}
