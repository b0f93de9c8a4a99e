package dev.holdfast.memory.residency;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.migrate.Migrator;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.Residents;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.region.Region;
import java.util.ArrayDeque;
import java.util.List;

/// Copies dirty objects out before they are victims, so that when their turn comes they are
/// dropped, not waited for.
///
/// Without it every eviction of a dirty object puts a copy-out in front of somebody's copy-in, and
/// the two directions of the link take turns instead of working side by side. It looks only when a
/// submission had to bring something in and memory has been short lately. It starts with the object
/// that would go first, and stops when a share of device memory is free or clean, or enough copies
/// are under way. An object keeps its device backing; if it is written after all, the copy is
/// thrown away like any stale backing. Under the ledger.
final class WriteBehind {
    private static final int LOOK_AT = 1024;
    private static final int MOVES_UNDER_WAY = 64;

    /// How many submissions that bring something in, after one that had to evict, count as short of
    /// memory.
    private static final int SHORT_FOR = 64;

    private final Region device;
    private final Region host;
    private final Migrator migrator;
    private final EvictionPolicy policy;
    private final Residents counted;
    private final Counters counters;
    private final long headroomBytes;
    private final double cleanShare;
    private final ArrayDeque<Fence> underWay = new ArrayDeque<>();
    private int shortFor;

    WriteBehind(
            Region device,
            Region host,
            Migrator migrator,
            EvictionPolicy policy,
            Residents counted,
            Counters counters,
            long headroomBytes,
            double cleanShare) {
        this.device = device;
        this.host = host;
        this.migrator = migrator;
        this.policy = policy;
        this.counted = counted;
        this.counters = counters;
        this.headroomBytes = headroomBytes;
        this.cleanShare = cleanShare;
    }

    /// Something had to go: memory is short.
    void evicted() {
        shortFor = SHORT_FOR;
    }

    /// Starts what is to be started after a submission that uses `uses` and brought some of it in.
    void advance(List<Use> uses) {
        if (shortFor == 0) {
            return;
        }
        shortFor--;
        underWay.removeIf(Fence::isSettled);
        Walk walk = new Walk(uses);
        if (walk.wantsMore()) {
            policy.candidates(walk);
        }
    }

    /// One look along the order of eviction.
    private final class Walk implements EvictionPolicy.Visitor {
        private final List<Use> uses;
        private final long cleanBytes = (long) (cleanShare * device.sizeBytes());
        private long bytes = device.freeBytes();
        private int looked;

        Walk(List<Use> uses) {
            this.uses = uses;
        }

        boolean wantsMore() {
            return bytes < cleanBytes && looked < LOOK_AT && underWay.size() < MOVES_UNDER_WAY;
        }

        @Override
        public boolean offer(BufferObject candidate) {
            for (Use use : uses) {
                if (use.object() == candidate) {
                    return false;
                }
            }
            looked++;
            Backing onDevice = candidate.device();
            if (onDevice != null) {
                bytes += onDevice.takenBytes();
                boolean dirty = !candidate.isPinned() && !Plan.isClean(candidate);
                if (dirty && bytes <= cleanBytes && !copyOut(candidate, onDevice)) {
                    return false;
                }
            }
            return wantsMore();
        }
    }

    private boolean copyOut(BufferObject object, Backing source) {
        boolean roomy = host.freeBytes() - host.roundedBytes(object.sizeBytes()) >= headroomBytes;
        if (!roomy || object.host() != null || source.lost().isPresent()) {
            return roomy;
        }
        Backing target = Backings.planned(host, object, false);
        migrator.copy(object, source, target);
        counters.count(Counters.Counter.WRITES_BEHIND);
        object.placeHost(target);
        counted.keepsDuplicate(object);
        underWay.addLast(target.arrival());
        return true;
    }
}
