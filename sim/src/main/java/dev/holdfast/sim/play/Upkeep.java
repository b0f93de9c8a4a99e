package dev.holdfast.sim.play;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.unruly.Custody;
import dev.holdfast.sim.unruly.UnrulyDevice;
import dev.holdfast.sim.world.Chance;
import java.util.ArrayList;
import java.util.List;

/// What the world around has to see to, whatever the clients do: foreign fences settle, and queues
/// that hang are reset.
final class Upkeep {
    private static final QueueKind[] QUEUES = QueueKind.values();

    private final Stage stage;
    private final Chance chance;
    private final List<SettableFence> foreign = new ArrayList<>();
    private int made;

    Upkeep(Stage stage) {
        this.stage = stage;
        this.chance = stage.chance();
    }

    /// One or two foreign fences: new ones, or such as others wait for already.
    List<SettableFence> foreign() {
        List<SettableFence> chosen = new ArrayList<>(2);
        int count = chance.between(1, 2);
        for (int i = 0; i < count; i++) {
            if (!foreign.isEmpty() && chance.oneIn(3)) {
                chosen.add(foreign.get(chance.below(foreign.size())));
            } else {
                SettableFence fence = new SettableFence();
                made++;
                foreign.add(fence);
                chosen.add(fence);
            }
        }
        return chosen;
    }

    /// Settles one of the foreign fences, mostly well.
    boolean settle() {
        if (foreign.isEmpty()) {
            return false;
        }
        SettableFence fence = foreign.remove(chance.below(foreign.size()));
        if (chance.oneIn(4)) {
            fence.fail(Fault.of(FaultKind.FOREIGN_FAILED, "foreign fence " + made));
        } else {
            fence.signal();
        }
        return true;
    }

    /// Settles all of them.
    void settleAll() {
        while (settle()) {
            // one by one
        }
    }

    /// Resets a queue. False if nothing was running there.
    boolean reset() {
        return reset(QUEUES[chance.below(QUEUES.length)]);
    }

    /// Resets every queue but those that the manager has to see to. False if nothing was running
    /// anywhere, and no queue had anything that it had not heard: what it hands on now may hang,
    /// and has to be reset the next time.
    boolean resetAll() {
        Custody custody = stage.device().custody();
        boolean any = custody.isGivenUp() && stage.device().hearAgain();
        for (QueueKind queue : QUEUES) {
            any |= !custody.isWatched(queue) && (reset(queue) || resetDisobedient(queue));
        }
        return any;
    }

    /// What the device would not do for the manager, it does not do for long.
    private boolean resetDisobedient(QueueKind queue) {
        UnrulyDevice device = stage.device();
        return device.custody().first(queue) != null
                && device.resetFromOutside(queue) instanceof ResetOutcome.Reset;
    }

    /// By way of the manager, or behind its back: of a device that was given up it wants nothing
    /// any more.
    private boolean reset(QueueKind queue) {
        UnrulyDevice device = stage.device();
        boolean asked = chance.oneIn(2) && !device.custody().isGivenUp();
        ResetOutcome outcome;
        if (asked) {
            device.custody().byHand(queue);
            outcome = stage.manager().reset(queue);
        } else {
            outcome = device.resetFromOutside(queue);
        }
        if (outcome instanceof ResetOutcome.Reset) {
            stage.journal().note("reset of " + queue);
            stage.marks().met(Mark.RESET);
            return true;
        }
        return false;
    }
}
