package dev.holdfast.cli.optimum;

import dev.holdfast.cli.trace.BufferIndices;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceOp;
import java.util.Arrays;
import java.util.List;

/// For each use of a buffer, when it is used next: worked out once, walking backwards.
///
/// A moment is `iteration * operations + operation`. The table holds moments of iteration 0, so a
/// next use in the following iteration has a moment past the last operation.
final class NextUses {
    static final long NEVER = Long.MAX_VALUE;

    private final int ops;
    private final int[] firstOfOp;
    private final long[] next;

    NextUses(Trace trace) {
        List<TraceOp> all = trace.ops();
        ops = all.size();
        firstOfOp = new int[ops + 1];
        for (int i = 0; i < ops; i++) {
            firstOfOp[i + 1] = Math.addExact(firstOfOp[i], all.get(i).uses().size());
        }
        next = new long[firstOfOp[ops]];
        long[] upcoming = afterTheLastUse(trace);
        for (int i = ops - 1; i >= 0; i--) {
            BufferIndices uses = all.get(i).uses();
            for (int position = 0; position < uses.size(); position++) {
                next[firstOfOp[i] + position] = upcoming[uses.at(position)];
                upcoming[uses.at(position)] = i;
            }
        }
    }

    /// {@return the moment of the next use, seen from the use at `position` of operation `op`}
    long after(int iteration, int op, int position) {
        long inFirstIteration = next[firstOfOp[op] + position];
        return inFirstIteration == NEVER ? NEVER : inFirstIteration + (long) iteration * ops;
    }

    /// By buffer: what follows its last use. A freed buffer has no later use; the next iteration
    /// creates another one in its place.
    private static long[] afterTheLastUse(Trace trace) {
        long[] moments = new long[trace.buffers().size()];
        Arrays.fill(moments, NEVER);
        for (int i = trace.ops().size() - 1; i >= 0; i--) {
            BufferIndices uses = trace.ops().get(i).uses();
            for (int position = 0; position < uses.size(); position++) {
                moments[uses.at(position)] = (long) trace.ops().size() + i;
            }
        }
        for (TraceOp op : trace.ops()) {
            op.frees().stream().forEach(freed -> moments[freed] = NEVER);
        }
        return moments;
    }
}
