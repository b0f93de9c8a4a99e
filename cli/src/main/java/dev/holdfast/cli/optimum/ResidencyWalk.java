package dev.holdfast.cli.optimum;

import dev.holdfast.cli.trace.BufferIndices;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceBuffer;
import dev.holdfast.cli.trace.TraceOp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// One run of a trace through a memory of limited size: what all models share.
///
/// The rules. An operation takes what it uses out of the candidates, so that nothing it needs makes
/// room for the rest of it; then it brings in what is missing, use by use. Bringing in costs a copy
/// only if the buffer is read and has content: a plain write needs none, and what nobody has
/// written reads as zeros. A victim costs a copy if it was written since it came. A free drops a
/// buffer at once, contents and all; the next iteration finds it as it was at the start. What is
/// never freed keeps its place and content from one iteration to the next.
final class ResidencyWalk {
    private final Trace trace;
    private final long capacityBytes;
    private final VictimRank rank;
    private final NextUses nextUses;
    private final VictimHeap candidates;

    private final BitSet resident = new BitSet();
    private final BitSet hasContent = new BitSet();
    private final BitSet dirty = new BitSet();
    private final BitSet used = new BitSet();
    private long residentBytes;
    private long clock;

    private long bytesToDevice;
    private long firstFetchBytes;
    private long bytesToHost;
    private long evictions;
    private long cleanDrops;

    private ResidencyWalk(Trace trace, long capacityBytes, VictimRank rank) {
        this.trace = trace;
        this.capacityBytes = capacityBytes;
        this.rank = rank;
        this.nextUses = new NextUses(trace);
        this.candidates = new VictimHeap(trace.buffers().size());
        for (int i = 0; i < trace.buffers().size(); i++) {
            hasContent.set(i, trace.buffer(i).initial());
        }
    }

    static TrafficOutcome run(Trace trace, long capacityBytes, int iterations, VictimRank rank) {
        List<TraceOp> ops = trace.ops();
        for (int i = 0; i < ops.size(); i++) {
            long footprintBytes = trace.footprintBytes(ops.get(i));
            if (footprintBytes > capacityBytes) {
                return new NeverFits(i, ops.get(i).name(), footprintBytes, capacityBytes);
            }
        }
        ResidencyWalk walk = new ResidencyWalk(trace, capacityBytes, rank);
        List<IterationTraffic> traffic = new ArrayList<>();
        for (int iteration = 0; iteration < iterations; iteration++) {
            traffic.add(walk.iterate(iteration));
        }
        return new Traffic(traffic);
    }

    private IterationTraffic iterate(int iteration) {
        bytesToDevice = 0;
        firstFetchBytes = 0;
        bytesToHost = 0;
        evictions = 0;
        cleanDrops = 0;
        for (int i = 0; i < trace.ops().size(); i++) {
            TraceOp op = trace.ops().get(i);
            bringIn(op);
            finish(op, iteration, i);
            op.frees().stream().forEach(this::free);
        }
        return new IterationTraffic(
                bytesToDevice, firstFetchBytes, bytesToHost, evictions, cleanDrops);
    }

    private void bringIn(TraceOp op) {
        BufferIndices uses = op.uses();
        for (int position = 0; position < uses.size(); position++) {
            candidates.remove(uses.at(position));
        }
        for (int position = 0; position < uses.size(); position++) {
            int buffer = uses.at(position);
            if (!resident.get(buffer)) {
                makeRoom(trace.sizeBytes(buffer));
                resident.set(buffer);
                residentBytes += trace.sizeBytes(buffer);
                if (op.accessAt(position).reads()) {
                    fetch(buffer);
                }
            }
        }
    }

    private void fetch(int buffer) {
        if (!hasContent.get(buffer)) {
            return;
        }
        TraceBuffer declared = trace.buffer(buffer);
        bytesToDevice += declared.sizeBytes();
        firstFetchBytes += used.get(buffer) ? 0 : declared.sizeBytes();
    }

    private void makeRoom(long neededBytes) {
        while (residentBytes > capacityBytes - neededBytes) {
            int victim = candidates.poll();
            resident.clear(victim);
            residentBytes -= trace.sizeBytes(victim);
            evictions++;
            if (dirty.get(victim)) {
                dirty.clear(victim);
                bytesToHost += trace.sizeBytes(victim);
            } else {
                cleanDrops++;
            }
        }
    }

    private void finish(TraceOp op, int iteration, int opIndex) {
        BufferIndices uses = op.uses();
        for (int position = 0; position < uses.size(); position++) {
            int buffer = uses.at(position);
            used.set(buffer);
            if (op.accessAt(position).writes()) {
                hasContent.set(buffer);
                dirty.set(buffer);
            }
            long lastUse = clock++;
            long nextUse = nextUses.after(iteration, opIndex, position);
            candidates.add(buffer, rank.of(nextUse, lastUse), lastUse);
        }
    }

    private void free(int buffer) {
        candidates.remove(buffer);
        if (resident.get(buffer)) {
            resident.clear(buffer);
            residentBytes -= trace.sizeBytes(buffer);
        }
        dirty.clear(buffer);
        used.clear(buffer);
        hasContent.set(buffer, trace.buffer(buffer).initial());
    }
}
