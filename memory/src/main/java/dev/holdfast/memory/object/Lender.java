package dev.holdfast.memory.object;

import dev.holdfast.device.fence.Fence;

/// Somebody who lends memory to an object and wants to know until when. Under the ledger.
public interface Lender {
    /// Does not want to know: whoever lent it has promised to keep it.
    Lender CARELESS =
            new Lender() {
                @Override
                public void copied(Fence published, Fence over) {}

                @Override
                public void returned() {}
            };

    /// A copy from it was set up: it reads until `over` settles, and how it ended `published` says.
    void copied(Fence published, Fence over);

    /// The object does not read it any more, but for copies that are under way. Said once.
    void returned();
}
