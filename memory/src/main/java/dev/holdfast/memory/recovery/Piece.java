package dev.holdfast.memory.recovery;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.Lender;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// One object's content in ordinary memory, lent to the object until it is overwritten or closed.
/// Under the ledger.
///
/// Its memory goes when the object has let go of it and every copy from it is over. A copy that was
/// given up and not stopped may read for ever: then the memory stays, counted, like any that such a
/// command can reach.
final class Piece implements Lender {
    private final Ledger ledger;
    private final Slab slab;
    private final MemorySegment segment;
    private final List<Fence> published = new ArrayList<>(1);
    private FenceJoin over = FenceJoin.empty();

    Piece(Ledger ledger, Slab slab, long sizeBytes) {
        this.ledger = ledger;
        this.slab = slab;
        this.segment = slab.take(sizeBytes);
    }

    /// Where the content is.
    MemorySegment segment() {
        return segment;
    }

    /// Nobody was lent it, and nobody will be. On any thread.
    void drop() {
        slab.letGo();
    }

    @Override
    public void copied(Fence arrival, Fence ended) {
        published.removeIf(fence -> fence.isSettled() && !fence.isFailed());
        published.add(arrival);
        over = over.pruned().and(ended);
    }

    @Override
    public void returned() {
        Fence last = over.fence();
        ledger.afterwards(() -> {
            if (!last.onSettled(Consequence.of(fence -> end()))) {
                end();
            }
        });
    }

    private void end() {
        for (Fence arrival : published) {
            if (arrival.fault().filter(Piece::mayReadOn).isPresent()) {
                return;
            }
        }
        slab.letGo();
    }

    private static boolean mayReadOn(Fault fault) {
        for (Fault each = fault; each != null; each = each.cause().orElse(null)) {
            if (each.kind() == FaultKind.UNSTOPPED) {
                return true;
            }
        }
        return false;
    }
}
