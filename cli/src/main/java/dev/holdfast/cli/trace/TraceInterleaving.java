package dev.holdfast.cli.trace;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Several tenants that each run the whole of a trace, merged into one trace.
///
/// Each tenant has buffers of its own, named `tenant-1/ID` and so on, and its operations keep their
/// order; whose turn it is, the seed says. As the result is a trace like any other, its figures and
/// its optimum are those of the mixture. Divide the sizes beforehand with [Trace#scaled(double)] if
/// the mixture is to need as much memory as one.
///
/// @param clients how many tenants
/// @param seed of the choice whose operation comes next; every seed is a fair mixture
public record TraceInterleaving(int clients, long seed) {
    /// Named, so that a seed means the same on every machine and in every version of the JDK.
    private static final String GENERATOR = "L64X128MixRandom";

    public TraceInterleaving {
        if (clients < 1) {
            throw new IllegalArgumentException("there must be at least 1 client, not " + clients);
        }
    }

    /// {@return the mixture; the trace itself if it names clients of its own or is for one client}
    ///
    /// @throws TraceException if the sizes of all tenants together do not fit into 64 bits
    public Trace of(Trace trace) throws TraceException {
        if (clients == 1 || !trace.clients().isEmpty()) {
            return trace;
        }
        TraceBuilder builder = new TraceBuilder(trace.name());
        for (int client = 0; client < clients; client++) {
            String tenant = "tenant-" + (client + 1);
            for (TraceBuffer buffer : trace.buffers()) {
                builder.declare(
                        new TraceBuffer(
                                tenant + "/" + buffer.id(),
                                buffer.sizeBytes(),
                                buffer.initial(),
                                tenant));
            }
        }
        int buffers = trace.buffers().size();
        int[] progress = new int[clients];
        for (int client : turns(trace.ops().size())) {
            TraceOp op = trace.ops().get(progress[client]++);
            builder.operation(op.shiftedBy(Math.multiplyExact(client, buffers)));
        }
        return builder.build();
    }

    /// {@return the client of each operation: a random order of `ops` turns for each}
    private int[] turns(int ops) {
        int[] turns = new int[Math.multiplyExact(clients, ops)];
        for (int i = 0; i < turns.length; i++) {
            turns[i] = i / ops;
        }
        RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(seed);
        for (int i = turns.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = turns[i];
            turns[i] = turns[other];
            turns[other] = swapped;
        }
        return turns;
    }
}
