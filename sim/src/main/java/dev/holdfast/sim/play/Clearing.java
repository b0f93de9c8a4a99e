package dev.holdfast.sim.play;

import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.sim.oracle.Word;
import dev.holdfast.sim.shape.Mark;
import java.util.Optional;

/// Content that is given up by a word of its client's: whoever comes next finds zeros.
final class Clearing {
    private final Stage stage;

    Clearing(Stage stage) {
        this.stage = stage;
    }

    boolean clear() {
        Player player = stage.anyPlayer();
        if (player.rights.isEmpty()) {
            return false;
        }
        Right right = player.rights.get(stage.chance().below(player.rights.size()));
        ObjectTruth object = right.object;
        if (object.adopted || object.versions >= Word.VERSIONS - 2) {
            return false;
        }
        Optional<Refusal> refusal = right.handle.clear();
        if (refusal.isPresent()) {
            stage.refusals()
                    .refused(
                            new RefusalJudge.Asked(
                                    "a clearing by " + player,
                                    new Right[] {right},
                                    new Access[] {Access.OVERWRITE},
                                    false,
                                    null),
                            refusal.get());
            return false;
        }
        if (right.isOver() || !right.mayWrite) {
            stage.verdict().violated("P1", player + " has cleared " + object);
        } else if (object.isMapped() || object.pins > 0) {
            stage.verdict().violated("P2", object + " was cleared, and is mapped or pinned");
        }
        stage.marks().met(Mark.CLEARED);
        stage.note(player, "clears", object);
        object.touched = true;
        object.current = Version.zeros(object);
        return true;
    }
}
