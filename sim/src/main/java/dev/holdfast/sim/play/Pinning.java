package dev.holdfast.sim.play;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.Pin;
import dev.holdfast.memory.PinOutcome;
import dev.holdfast.memory.work.AcceptOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.world.Chance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Objects that are held where they are, and content that is taken as it is.
final class Pinning {
    private static final int MOST = 3;

    private final Stage stage;
    private final Chance chance;
    private final List<Pinned> pins = new ArrayList<>();

    /// What was last said of content that was not accepted.
    private @Nullable Fault refusedAs;

    /// A pin that somebody has.
    private record Pinned(ObjectTruth object, Pin pin) {}

    Pinning(Stage stage) {
        this.stage = stage;
        this.chance = stage.chance();
    }

    boolean pin() {
        Right right = any(stage.anyPlayer());
        if (right == null || pins.size() >= MOST) {
            return false;
        }
        stage.note(right.player, "pins", right.object);
        // before the call: it may wait inside for a move that nobody watches
        right.object.pins++;
        return switch (right.handle.pin()) {
            case PinOutcome.Pinned(Pin pin) -> {
                pins.add(new Pinned(right.object, pin));
                right.object.surePins++;
                yield true;
            }
            case PinOutcome.Refused(Refusal reason) -> {
                right.object.pins--;
                stage.refusals()
                        .refused(
                                new RefusalJudge.Asked(
                                        "a pin of " + right.player,
                                        new Right[] {right},
                                        new Access[] {Access.READ},
                                        false,
                                        null),
                                reason);
                yield false;
            }
        };
    }

    boolean unpin() {
        if (pins.isEmpty()) {
            return false;
        }
        unpin(pins.remove(chance.below(pins.size())));
        return true;
    }

    void unpinAll() {
        while (!pins.isEmpty()) {
            unpin(pins.removeLast());
        }
    }

    private void unpin(Pinned pinned) {
        stage.note("somebody", "unpins", pinned.object);
        pinned.object.surePins--;
        pinned.pin.close();
        pinned.object.pins--;
    }

    private @Nullable Right any(Player player) {
        return player.rights.isEmpty()
                ? null
                : player.rights.get(chance.below(player.rights.size()));
    }

    /// One whose content has a fault, if a few tries find one.
    private @Nullable Right anyBad(Player player) {
        Right right = any(player);
        for (int i = 0; i < 3 && right != null && !right.object.current.isBad(); i++) {
            right = any(player);
        }
        return right;
    }

    /// Accepts content that has a fault, or that might have one.
    boolean accept() {
        Right right = anyBad(stage.anyPlayer());
        return right != null && accept(right);
    }

    /// How many objects are there whose loss their owners are not told of when they accept all:
    /// what was lent for reading only, and has vanished.
    int lostUnsaid() {
        int count = 0;
        for (ObjectTruth object : stage.truth().open()) {
            count += object.vanished ? 1 : 0;
        }
        return count;
    }

    /// Accepts all that clients have of their own. Answers how much of it is lost.
    int acceptAll() {
        int lost = 0;
        for (Player player : stage.players()) {
            for (Right right : new ArrayList<>(player.rights)) {
                if (right.isOwner()) {
                    refusedAs = null;
                    var _ = accept(right);
                    Fault fault = refusedAs;
                    // what its owner may only read is refused whatever became of it
                    lost += fault == null || fault.kind() == FaultKind.REFUSED ? 0 : 1;
                    // what was on its way there may be lost with the way
                    boolean went = fault != null && fault.message().contains("went with");
                    if (went && !right.object.touched) {
                        stage.verdict()
                                .violated(
                                        "P2",
                                        right.object + " is lost, and no device had it: " + fault);
                    }
                }
            }
        }
        return lost;
    }

    private boolean accept(Right right) {
        Version current = right.object.current;
        AcceptOutcome outcome;
        try {
            outcome = right.handle.accept();
        } catch (IllegalStateException stillWritten) {
            if (!current.isPending()
                    && !current.isUnknown()
                    && !current.isBad()
                    && !current.doubted) {
                throw stillWritten;
            }
            return false;
        }
        return switch (outcome) {
            case AcceptOutcome.Accepted(long version) -> accepted(right, current);
            case AcceptOutcome.Refused(Fault fault) -> {
                refusedAs = fault;
                stage.losses().told(fault);
                boolean reason =
                        right.isOver()
                                || !right.mayWrite
                                || stage.troubles().isLossOf(right.object, current, fault)
                                || stage.troubles().isUnstopped(fault);
                if (!reason) {
                    stage.verdict()
                            .violated("P8", right.object + " was not accepted, because " + fault);
                }
                yield false;
            }
        };
    }

    private boolean accepted(Right right, Version current) {
        if (right.isOver() || !right.mayWrite) {
            stage.verdict().violated("P1", right.player + " accepted " + right.object);
        }
        if (current.isPending()) {
            stage.verdict().violated("P2", right.object + " was accepted while being written");
        }
        if (!current.isBad() && !current.doubted && !current.isUnknown()) {
            // right as it is: it cannot be lost by anything that was told of before
            current.acceptedAt = stage.losses().count();
            return false;
        }
        stage.marks().met(Mark.ACCEPTED);
        stage.note(right.player, "accepts", right.object);
        right.object.accepted();
        right.object.current.acceptedAt = stage.losses().count();
        return true;
    }
}
