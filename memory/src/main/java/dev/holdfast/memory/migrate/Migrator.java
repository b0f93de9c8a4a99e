package dev.holdfast.memory.migrate;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceWork;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.MoveOutcome;
import dev.holdfast.memory.object.Outside;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.GrantedExtent;
import dev.holdfast.memory.region.Slices;
import dev.holdfast.memory.schedule.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Sets moves up: what fills a new backing, in which chunks, behind which fences. Under the ledger;
/// the work itself is the schedule's, the outcome the interceptor's.
public final class Migrator {
    private static final int PRUNE_AT = 64;

    private final Ledger ledger;
    private final Schedule schedule;
    private final Counters counters;
    private final Repair repair;
    private final Unwatched unwatched;
    private final MoveLog log;
    private final FaultPlan faults;
    private final long chunkBytes;

    // guarded by the ledger
    private final Set<Fence> underWay = new LinkedHashSet<>();
    private int pruneAt = PRUNE_AT;

    /// Moves through `schedule`, in chunks of at most `chunkBytes`. `faults` says when there is no
    /// room to watch a move, and when the CPU may not repair; `log` is told of every piece first.
    public Migrator(
            Ledger ledger,
            Schedule schedule,
            Device device,
            Workers workers,
            Counters counters,
            long chunkBytes,
            FaultPlan faults,
            MoveLog log) {
        this.ledger = ledger;
        this.schedule = schedule;
        this.counters = counters;
        this.chunkBytes = chunkBytes;
        this.faults = faults;
        this.log = log;
        this.unwatched = new Unwatched(ledger, workers);
        HostBytes hostBytes = new HostBytes(device, faults);
        this.repair =
                new Repair(ledger, schedule, log, device, hostBytes, workers.worker("repair"));
    }

    /// Moves that whoever sets them up must see through.
    public Unwatched unwatched() {
        return unwatched;
    }

    /// The published fences of moves that are not over.
    public List<Fence> pending() {
        underWay.removeIf(Fence::isSettled);
        return List.copyOf(underWay);
    }

    /// Fills `target` with what is in `source`, slack included; what that has less, with zeros.
    public void copy(BufferObject object, Backing source, Backing target) {
        List<Dependency> before = new ArrayList<>();
        before.add(Dependency.data(source.arrival()));
        before.add(Dependency.ordering(object.fences().writerOver()));
        long sizeBytes = Math.min(source.takenBytes(), target.takenBytes());
        var chunks =
                Chunks.copy(
                        source.extents().ranges(),
                        target.heap(),
                        target.granted(),
                        sizeBytes,
                        chunkBytes);
        if (sizeBytes < target.takenBytes()) {
            // adopted memory has no slack of its own
            chunks.addAll(slack(target, sizeBytes));
        }
        Interceptor interceptor = start(object, target, chunks, before);
        source.usedUntil(interceptor.over());
        count(target, object.sizeBytes());
    }

    /// Brings the part of `source` that starts `from` bytes into it to `target`, in host memory,
    /// for somebody who keeps it elsewhere: it is no backing of the object's. All of `target` is
    /// overwritten, to its last granule, so `from` is a multiple of that.
    public void copyPart(BufferObject object, Backing source, long from, Backing target) {
        List<Dependency> before = List.of(Dependency.data(source.arrival()));
        long sizeBytes = target.takenBytes();
        var chunks =
                Chunks.copy(
                        Slices.of(source.extents().ranges(), from, sizeBytes),
                        target.heap(),
                        target.granted(),
                        sizeBytes,
                        chunkBytes);
        Interceptor interceptor = start(object, target, chunks, before);
        source.usedUntil(interceptor.over());
        count(target, sizeBytes);
    }

    /// Fills `target` with bytes that were lent, and its slack with zeros.
    public void copyLent(BufferObject object, Outside.Lent lent, Backing target) {
        long sizeBytes = lent.segment().byteSize();
        List<CopySource> source = List.of(new CopySource.Lent(lent.segment()));
        var chunks =
                new ArrayList<>(
                        Chunks.copy(
                                source, target.heap(), target.granted(), sizeBytes, chunkBytes));
        chunks.addAll(slack(target, sizeBytes));
        Interceptor interceptor = start(object, target, chunks, List.of());
        lent.lender().copied(interceptor.published(), interceptor.over());
        interceptor
                .published()
                .onSettled(Consequence.of(settled -> lookAfter(object, lent, settled)));
        count(target, object.sizeBytes());
    }

    /// What could not be read once is gone for good, also if there is something else in its place
    /// later: what the file says that was mapped there, say, when somebody has filled it again.
    private void lookAfter(BufferObject object, Outside.Lent lent, Fence published) {
        Optional<Fault> lost = published.fault().filter(Migrator::isSourceLost);
        lost.ifPresent(fault ->
                ledger.drain()
                        .post(() -> {
                            if (Objects.equals(object.lent(), lent)) {
                                object.placeOutside(new Outside.Gone(fault));
                            }
                        }));
    }

    private static boolean isSourceLost(Fault fault) {
        return fault.root().kind() == FaultKind.SOURCE_LOST;
    }

    /// Sees to it that `target`, which nothing is copied into, shows nobody what was there before.
    /// With `overwritten`, whoever comes next has said that it writes all of it. That is not relied
    /// on where anybody else may come to see what was left out: its owner's other old bytes stay in
    /// an object only if that is private.
    public void clear(BufferObject object, Backing target, boolean overwritten) {
        boolean ownMayStay = overwritten && object.isPrivate();
        List<GrantedExtent> unclean = new ArrayList<>();
        List<GrantedExtent> doubtful = new ArrayList<>();
        for (GrantedExtent each : target.granted()) {
            if (needsClearing(each.tag(), object.ownerId(), ownMayStay)) {
                unclean.add(each);
            } else if (!each.provided().isEmpty()) {
                doubtful.add(each);
            }
        }
        if (!doubtful.isEmpty() && faults.visit(FaultSite.BOOKKEEPING).isPresent()) {
            // no room to wait and see
            unclean.addAll(doubtful);
            doubtful.clear();
        }
        List<Dependency> due = readyOf(target, unclean);
        if (unclean.isEmpty() && doubtful.isEmpty()) {
            Fence ready = due.isEmpty() ? Fence.signalled() : FenceWork.coalesce(due);
            target.arrivesWith(ready, ready);
            return;
        }
        if (!unclean.isEmpty()) {
            due = List.of(Dependency.data(clear(object, target, unclean, due)));
        }
        if (!doubtful.isEmpty()) {
            clearInDoubt(object, target, doubtful, due);
        }
    }

    private Fence clear(
            BufferObject object,
            Backing target,
            List<GrantedExtent> unclean,
            List<Dependency> others) {
        var chunks = Chunks.clear(target.heap(), unclean, chunkBytes);
        Interceptor interceptor = start(object, target, chunks, others);
        count(unclean);
        return interceptor.published();
    }

    /// Takes the place of what was to be the arrival so far, which is among `due`.
    private void clearInDoubt(
            BufferObject object,
            Backing target,
            List<GrantedExtent> doubtful,
            List<Dependency> due) {
        List<Fence> provided = new ArrayList<>();
        doubtful.forEach(each -> provided.addAll(each.provided()));
        var clear =
                new ClearInDoubt(
                        ledger,
                        provided,
                        () -> {
                            count(doubtful);
                            var chunks = Chunks.clear(target.heap(), doubtful, chunkBytes);
                            return launch(object, target, chunks, List.of());
                        });
        List<Dependency> all = new ArrayList<>(due);
        doubtful.forEach(each -> all.addAll(Chunks.waits(each)));
        clear.arm(all);
        underWay(clear.published());
        target.arrivesWith(clear.published(), clear.over());
    }

    private void count(List<GrantedExtent> cleared) {
        for (GrantedExtent each : cleared) {
            counters.add(Counters.Counter.BYTES_CLEARED, each.extent().sizeBytes());
        }
    }

    private static boolean needsClearing(ContentTag tag, long ownerId, boolean ownMayStay) {
        return switch (tag) {
            case ContentTag.Clean() -> false;
            case ContentTag.OwnedBy(long owner) -> !(ownMayStay && owner == ownerId);
            case ContentTag.Mixed() -> true;
        };
    }

    /// What the extents that are not cleared wait for. Kernels rely on the arrival fence for all.
    private static List<Dependency> readyOf(Backing target, List<GrantedExtent> except) {
        List<Dependency> ready = new ArrayList<>();
        for (GrantedExtent each : target.granted()) {
            if (!except.contains(each)) {
                for (Fence fence : each.ready().leaves()) {
                    if (!fence.isSettled()) {
                        ready.add(Dependency.ordering(fence));
                    }
                }
            }
        }
        return ready;
    }

    private List<Chunks.Chunk> slack(Backing target, long usedBytes) {
        List<Chunks.Chunk> slack = new ArrayList<>();
        long position = 0;
        for (GrantedExtent each : target.granted()) {
            long end = position + each.extent().sizeBytes();
            if (end > usedBytes) {
                long from = Math.max(0, usedBytes - position);
                var rest =
                        new dev.holdfast.memory.region.Extent(
                                each.extent().offset() + from, each.extent().sizeBytes() - from);
                slack.addAll(
                        Chunks.clear(
                                target.heap(),
                                List.of(new GrantedExtent(rest, each.ready(), each.tag())),
                                chunkBytes));
            }
            position = end;
        }
        return slack;
    }

    private Interceptor start(
            BufferObject object,
            Backing target,
            List<Chunks.Chunk> chunks,
            List<Dependency> before) {
        Interceptor interceptor = launch(object, target, chunks, before);
        if (faults.visit(FaultSite.BOOKKEEPING).isEmpty()) {
            interceptor.armAfter(ledger);
        } else {
            counters.count(Counters.Counter.MOVES_SEEN_THROUGH);
            unwatched.add(interceptor);
        }
        underWay(interceptor.published());
        target.arrivesWith(interceptor.published(), interceptor.over());
        return interceptor;
    }

    private void underWay(Fence published) {
        if (underWay.size() >= pruneAt) {
            underWay.removeIf(Fence::isSettled);
            pruneAt = Math.max(PRUNE_AT, 2 * underWay.size());
        }
        underWay.add(published);
    }

    /// Schedules every chunk, behind `before` and what its own space waits for. Nobody watches yet.
    private Interceptor launch(
            BufferObject object,
            Backing target,
            List<Chunks.Chunk> chunks,
            List<Dependency> before) {
        Interceptor interceptor = new Interceptor(object.toString(), target, repair);
        QueueKind queue = queueFor(target, chunks);
        for (Chunks.Chunk chunk : chunks) {
            List<Dependency> waits = new ArrayList<>(before);
            waits.addAll(chunk.ready());
            Command command =
                    chunk.transfers().isEmpty()
                            ? new Command.Fill(chunk.targets())
                            : new Command.Copy(chunk.transfers());
            log.moves(schedule.nextNumber(), object, command, queue);
            var scheduled = schedule.add(queue, command, object.ownerId(), List.copyOf(waits));
            interceptor.add(Interceptor.Part.of(command, queue, scheduled));
        }
        interceptor.published().onSettled(Consequence.of(settled -> count(target)));
        return interceptor;
    }

    private static QueueKind queueFor(Backing target, List<Chunks.Chunk> chunks) {
        boolean clears = chunks.stream().anyMatch(chunk -> chunk.transfers().isEmpty());
        return clears || target.heap() == Device.DEVICE_HEAP
                ? QueueKind.COPY_IN
                : QueueKind.COPY_OUT;
    }

    /// A move has ended: how, its backing says.
    private void count(Backing target) {
        switch (target.outcome().orElse(MoveOutcome.AS_INTENDED)) {
            case MoveOutcome.CopiedByDevice intended -> {}
            case MoveOutcome.CopiedByHost repaired ->
                    counters.count(Counters.Counter.COPIES_REPAIRED_BY_HOST);
            case MoveOutcome.CopiedByOtherQueue repaired ->
                    counters.count(Counters.Counter.COPIES_REPAIRED_BY_QUEUE);
            case MoveOutcome.Lost lost -> counters.count(Counters.Counter.COPIES_LOST);
        }
    }

    private void count(Backing target, long sizeBytes) {
        counters.add(
                target.heap() == Device.DEVICE_HEAP
                        ? Counters.Counter.BYTES_TO_DEVICE
                        : Counters.Counter.BYTES_TO_HOST,
                sizeBytes);
    }
}
