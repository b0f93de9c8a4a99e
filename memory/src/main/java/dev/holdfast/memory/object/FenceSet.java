package dev.holdfast.memory.object;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.FenceWork;
import dev.holdfast.memory.work.Access;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who uses an object: its last writer, and everyone who has read it since. Under the ledger.
///
/// Each is known by when it is *over*, that is by when it touches the object no more. Of the writer
/// also the *result* is kept, and kept after it has settled, because it says whether the content is
/// right. However many readers there are, whoever comes behind all of them waits for few fences
/// ([FenceGathering]).
///
/// Source: the kernel's dma_resv, with its one writer class and its readers.
public final class FenceSet {
    /// So many fences are as good as one.
    private static final int FEW = 16;

    private Fence writer = Fence.signalled();
    private Fence writerOver = Fence.signalled();
    private final FenceGathering readersOver = new FenceGathering();
    private @Nullable FenceJoin everybody;

    /// The result of the last writer.
    public Fence writer() {
        return writer;
    }

    /// Settles once the last writer writes no more.
    public Fence writerOver() {
        return writerOver;
    }

    /// The fault that the content carries, if its last writer failed.
    public Optional<Fault> writeFault() {
        return writer.fault();
    }

    /// Tells `each` what a new user with `access` has to wait for: who reads needs the writer's
    /// result; who writes comes after everybody before is over.
    public void blocking(Access access, Consumer<Dependency> each) {
        if (access.reads() && (!writer.isSettled() || writer.isFailed())) {
            each.accept(Dependency.data(writer));
        }
        if (access.writes()) {
            if (!writerOver.isSettled()) {
                each.accept(Dependency.ordering(writerOver));
            }
            readersOver.pending(reader -> each.accept(Dependency.ordering(reader)));
        }
    }

    /// Adds a user that touches the object until `over`. A writer takes the place of everybody
    /// before, whom it waits for.
    public void add(Fence result, Fence over, Access access) {
        everybody = null;
        if (access.writes()) {
            writer = result;
            writerOver = over;
            readersOver.clear();
            return;
        }
        readersOver.add(over);
    }

    /// Declares the content right: it was overwritten by other means, or accepted as it is.
    public void absolve() {
        writer = Fence.signalled();
    }

    /// Gives the content a fault, in the place of a writer: behind everybody who uses it now.
    public void spoil(Fault fault) {
        Fence before = all().fence();
        List<Dependency> order = List.of(Dependency.ordering(before));
        Fence spoilt = FenceWork.startHere(order, none -> Optional.of(fault));
        add(spoilt, before, Access.OVERWRITE);
    }

    /// Until when the object is touched, by everybody. If they are many, it is one fence, and the
    /// same for all who ask until there is another user: a hundred grants may end one after
    /// another.
    public FenceJoin all() {
        FenceJoin all = everybody;
        if (all == null) {
            all = readersOver.and(writerOver);
            if (all.leaves().size() > FEW) {
                all = FenceJoin.of(all.fence());
                everybody = all;
            }
        }
        return all.pruned();
    }

    /// Settles once everybody is through and the last writer's result is known.
    public Fence idle() {
        return all().and(writer).fence();
    }

    /// True if nobody is using the object.
    public boolean isIdle() {
        return writer.isSettled() && all().isSettled();
    }
}
