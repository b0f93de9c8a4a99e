package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.BufferIndices;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceBuffer;
import dev.holdfast.cli.trace.TraceOp;
import java.util.BitSet;
import java.util.List;

/// Who owns what in a trace, and who does what.
///
/// @param names the clients, in order of first mention; one if the trace names none
/// @param ownerOf by buffer, which of them owns it
/// @param clientOf by operation, which of them runs it
/// @param shared the buffers that an operation of another client uses
record Tenancy(List<String> names, int[] ownerOf, int[] clientOf, BitSet shared) {
    private static final String ONLY = "replay";

    static Tenancy of(Trace trace) {
        List<String> named = trace.buffers().stream().map(TraceBuffer::client).distinct().toList();
        List<String> clients = named.isEmpty() ? List.of("") : named;
        int[] ownerOf = new int[trace.buffers().size()];
        for (int i = 0; i < ownerOf.length; i++) {
            ownerOf[i] = clients.indexOf(trace.buffer(i).client());
        }
        int[] clientOf = new int[trace.ops().size()];
        BitSet shared = new BitSet();
        for (int i = 0; i < clientOf.length; i++) {
            TraceOp op = trace.ops().get(i);
            clientOf[i] = Math.max(0, clients.indexOf(trace.clientOf(op)));
            addShared(shared, op.uses(), ownerOf, clientOf[i]);
            addShared(shared, op.frees(), ownerOf, clientOf[i]);
        }
        List<String> names = clients.stream().map(name -> name.isEmpty() ? ONLY : name).toList();
        return new Tenancy(names, ownerOf, clientOf, shared);
    }

    private static void addShared(BitSet shared, BufferIndices buffers, int[] ownerOf, int client) {
        buffers.stream().filter(buffer -> ownerOf[buffer] != client).forEach(shared::set);
    }
}
