package dev.holdfast.memory.binding;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.GrantedExtent;
import dev.holdfast.memory.region.Region;
import dev.holdfast.stress.InlineDevice;
import java.util.List;

/// A binding with all that it refers to, and nothing else.
final class BoundOnce {
    private static final Region REGION =
            new Region(new Ledger(Runnable::run), "stress", 0, 4096, 4096, ContentTag.CLEAN);

    private BoundOnce() {}

    static Binding binding() {
        var ledger = new Ledger(Runnable::run);
        var space =
                new ClientSpace(ledger, new InlineDevice(command -> {}), "stress", new Counters());
        var object = new BufferObject(1, "object", 4096, 1);
        var granted = new GrantedExtent(new Extent(0, 4096), FenceJoin.empty(), ContentTag.CLEAN);
        var backing = new Backing(REGION, 1, 4096, List.of(granted));
        return new Binding(new Vma(space, object, 4096, true), backing, true);
    }
}
