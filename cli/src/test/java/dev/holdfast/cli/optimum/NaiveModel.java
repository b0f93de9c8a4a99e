package dev.holdfast.cli.optimum;

import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceOp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Furthest next use the obvious way: scan everything, look ahead each time. It shares no line with
/// the code it is compared to.
final class NaiveModel {
    private final Trace trace;
    private final List<Integer> residentOldestFirst = new ArrayList<>();
    private final Set<Integer> filled = new HashSet<>();
    private final Set<Integer> dirty = new HashSet<>();

    NaiveModel(Trace trace) {
        this.trace = trace;
        for (int i = 0; i < trace.buffers().size(); i++) {
            if (trace.buffer(i).initial()) {
                filled.add(i);
            }
        }
    }

    /// {@return for each iteration, bytes to the device and bytes to the host}
    List<List<Long>> run(long capacityBytes, int iterations) {
        List<List<Long>> traffic = new ArrayList<>();
        for (int iteration = 0; iteration < iterations; iteration++) {
            long in = 0;
            long out = 0;
            for (int now = 0; now < trace.ops().size(); now++) {
                TraceOp op = trace.ops().get(now);
                List<Integer> uses = op.uses().stream().boxed().toList();
                Set<Integer> reads = op.reads().stream().boxed().collect(Collectors.toSet());
                for (int buffer : uses) {
                    if (residentOldestFirst.contains(buffer)) {
                        continue;
                    }
                    while (residentBytes() + trace.sizeBytes(buffer) > capacityBytes) {
                        int victim = victim(uses, now);
                        residentOldestFirst.remove((Integer) victim);
                        out += dirty.remove(victim) ? trace.sizeBytes(victim) : 0;
                    }
                    residentOldestFirst.add(buffer);
                    in +=
                            reads.contains(buffer) && filled.contains(buffer)
                                    ? trace.sizeBytes(buffer)
                                    : 0;
                }
                residentOldestFirst.removeAll(uses);
                residentOldestFirst.addAll(uses);
                op.writes().stream().forEach(filled::add);
                op.writes().stream().forEach(dirty::add);
                op.frees().stream().forEach(this::free);
            }
            traffic.add(List.of(in, out));
        }
        return traffic;
    }

    private int victim(List<Integer> uses, int now) {
        return residentOldestFirst.stream()
                .filter(buffer -> !uses.contains(buffer))
                .min(Comparator.comparingInt(buffer -> -distance(buffer, now)))
                .orElseThrow();
    }

    private int distance(int buffer, int now) {
        int ops = trace.ops().size();
        boolean freed = frees(now, buffer);
        for (int ahead = 1; ahead <= ops; ahead++) {
            TraceOp op = trace.ops().get((now + ahead) % ops);
            if (op.uses().stream().anyMatch(used -> used == buffer)) {
                return freed ? Integer.MAX_VALUE : ahead;
            }
            freed |= frees((now + ahead) % ops, buffer);
        }
        return Integer.MAX_VALUE;
    }

    private boolean frees(int op, int buffer) {
        return trace.ops().get(op).frees().stream().anyMatch(freed -> freed == buffer);
    }

    private long residentBytes() {
        return residentOldestFirst.stream().mapToLong(trace::sizeBytes).sum();
    }

    private void free(int buffer) {
        residentOldestFirst.remove((Integer) buffer);
        dirty.remove(buffer);
        filled.remove(buffer);
        if (trace.buffer(buffer).initial()) {
            filled.add(buffer);
        }
    }
}
