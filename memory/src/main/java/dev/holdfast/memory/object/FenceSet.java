package dev.holdfast.memory.object;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.FenceWork;
import dev.holdfast.memory.work.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Who uses an object: its last writer, and everyone who has read it since. The writer's fence is
/// kept after it has settled, because it says whether the content is right. Under the ledger.
///
/// Source: the kernel's dma_resv, with its one writer class and its readers.
public final class FenceSet {
    private static final int PRUNE_AT = 16;

    private Fence writer = Fence.signalled();
    private final List<Fence> readers = new ArrayList<>(2);
    private int pruneAt = PRUNE_AT;

    /// The fence of the last writer.
    public Fence writer() {
        return writer;
    }

    /// The fault that the content carries, if its last writer failed.
    public Optional<Fault> writeFault() {
        return writer.fault();
    }

    /// Tells `each` what a new user with `access` has to wait for.
    public void blocking(Access access, Consumer<Dependency> each) {
        if (!writer.isSettled()) {
            each.accept(access.reads() ? Dependency.data(writer) : Dependency.ordering(writer));
        } else if (access.reads() && writer.isFailed()) {
            each.accept(Dependency.data(writer));
        }
        if (access.writes()) {
            for (Fence reader : readers) {
                if (!reader.isSettled()) {
                    each.accept(Dependency.ordering(reader));
                }
            }
        }
    }

    /// Adds a user. A writer takes the place of everybody before, whom it waits for.
    public void add(Fence fence, Access access) {
        if (access.writes()) {
            writer = fence;
            readers.clear();
            return;
        }
        if (readers.size() >= pruneAt) {
            readers.removeIf(Fence::isSettled);
            pruneAt = Math.max(PRUNE_AT, 2 * readers.size());
        }
        readers.add(fence);
    }

    /// Declares the content right: it was overwritten by other means, or accepted as it is.
    public void absolve() {
        writer = Fence.signalled();
    }

    /// Gives the content a fault, in the place of a writer: behind everybody who uses it now.
    public void spoil(Fault fault) {
        List<Dependency> before = all().leaves().stream().map(Dependency::ordering).toList();
        add(FenceWork.start(before, Runnable::run, none -> Optional.of(fault)), Access.OVERWRITE);
    }

    /// Everybody who is not done.
    public FenceJoin all() {
        if (readers.isEmpty()) {
            return FenceJoin.of(writer);
        }
        List<Fence> fences = new ArrayList<>(readers.size() + 1);
        fences.add(writer);
        fences.addAll(readers);
        return FenceJoin.of(fences);
    }

    /// True if nobody is using the object.
    public boolean isIdle() {
        return writer.isSettled() && readers.stream().allMatch(Fence::isSettled);
    }
}
