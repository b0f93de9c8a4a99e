package dev.holdfast.sim.play;

import dev.holdfast.sim.oracle.Word;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.world.Chance;

/// Handles that are closed and clients that leave, whatever is in flight.
final class Leaving {
    private final Stage stage;
    private final Chance chance;
    private int lastId;

    Leaving(Stage stage) {
        this.stage = stage;
        this.chance = stage.chance();
    }

    /// Brings clients in until there are as many as there should be.
    void fill() {
        while (stage.players().size() < stage.shape().get(Dial.CLIENTS)) {
            stage.players().add(next());
        }
    }

    private Player next() {
        lastId++;
        return new Player(lastId, stage.manager().client("c" + lastId));
    }

    boolean close() {
        Player player = stage.anyPlayer();
        if (player.rights.size() < 2) {
            return false;
        }
        int place = chance.below(player.rights.size());
        Right right = player.rights.get(place);
        stage.note(player, "closes", right.object);
        right.handle.close();
        right.closed = true;
        player.rights.remove(place);
        if (right.isOwner()) {
            stage.truth().close(right.object);
        }
        return true;
    }

    boolean leave() {
        if (!chance.oneIn(4) || lastId >= Word.CLIENTS || stage.troubles().isSuspended()) {
            return false;
        }
        int place = chance.below(stage.players().size());
        leave(stage.players().get(place));
        stage.players().set(place, next());
        return true;
    }

    /// Whose launches were taken by force is counted at that client, and at nobody else.
    static void checkBlame(Stage stage, Player player) {
        long guilty = player.client.guilty();
        if (guilty != player.taken) {
            stage.verdict()
                    .violated(
                            "P8",
                            "%s is blamed for %d launches, %d of its were taken"
                                    .formatted(player, guilty, player.taken));
        }
    }

    private void leave(Player player) {
        // before the call: what it cancels may settle inside it
        player.closed = true;
        checkBlame(stage, player);
        for (Right right : player.rights) {
            right.closed = true;
            if (right.isOwner()) {
                stage.truth().close(right.object);
            }
        }
        player.rights.clear();
        player.client.close();
    }
}
