package dev.holdfast.memory.submit;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import java.util.Optional;

/// A submission that waits for foreign fences, or behind one that does. It has no placement, and
/// nothing depends on it. Under the ledger.
final class Deferred {
    private final Request request;
    private final SettableFence promise = new SettableFence();

    Deferred(Request request) {
        this.request = request;
    }

    Request request() {
        return request;
    }

    SettableFence promise() {
        return promise;
    }

    boolean isReady() {
        for (Fence fence : request.foreign()) {
            if (!fence.isSettled()) {
                return false;
            }
        }
        return true;
    }

    Optional<Fault> foreignFault() {
        for (Fence fence : request.foreign()) {
            if (fence.isFailed()) {
                return fence.fault();
            }
        }
        return Optional.empty();
    }

    /// Settles badly without ever having been placed.
    void giveUp(Ledger ledger, Fault reason) {
        ledger.afterwards(() -> promise.fail(reason));
    }
}
