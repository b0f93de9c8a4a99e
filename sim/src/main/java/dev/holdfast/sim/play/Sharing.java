package dev.holdfast.sim.play;

import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.world.Chance;
import org.jspecify.annotations.Nullable;

/// Grants, given and taken back, and used after that.
final class Sharing {
    private final Stage stage;
    private final Chance chance;

    Sharing(Stage stage) {
        this.stage = stage;
        this.chance = stage.chance();
    }

    boolean grant() {
        Player player = stage.anyPlayer();
        Right right = any(player, true);
        if (right == null || right.isOver()) {
            return false;
        }
        Player other = stage.anyOther(player);
        if (other.rights.size() > 64) {
            return false;
        }
        Access access = chance.oneIn(2) ? Access.READ : Access.READ_WRITE;
        if (right.object.isPrivate()) {
            return grantPrivate(right, other, access);
        }
        if (!right.allows(access)) {
            return grantTooMuch(right, other, access);
        }
        var handle = right.handle.grantTo(other.client, access);
        stage.note(player, "grants " + access + " to " + other + " of", right.object);
        other.rights.add(new Right(other, right.object, handle, access.writes()));
        return true;
    }

    /// Must be refused as misuse: it was created for its owner alone.
    private boolean grantPrivate(Right right, Player other, Access access) {
        try {
            stage.verdict()
                    .violated(
                            "P1",
                            "%s is private, and was granted: %s"
                                    .formatted(
                                            right.object,
                                            right.handle.grantTo(other.client, access)));
        } catch (IllegalStateException keptPrivate) {
            stage.marks().met(Mark.PRIVATE_NOT_GRANTED);
        }
        return false;
    }

    /// Must be refused as misuse: nobody grants what he may not do.
    private boolean grantTooMuch(Right right, Player other, Access access) {
        try {
            var handle = right.handle.grantTo(other.client, access);
            stage.verdict()
                    .violated(
                            "P1",
                            "%s granted %s of %s, which it has not"
                                    .formatted(right.player, access, handle.name()));
        } catch (IllegalArgumentException refused) {
            return false;
        }
        return true;
    }

    boolean revoke() {
        Player player = stage.anyPlayer();
        Right right = any(player, false);
        if (right == null) {
            return false;
        }
        boolean close = !right.object.closed || chance.oneIn(2);
        if (close) {
            stage.note(player, "has a grant taken back of", right.object);
            right.handle.close();
            right.closed = true;
            player.rights.remove(right);
        }
        if (close) {
            useRevoked(right);
        }
        return close;
    }

    /// A right of this player's: of its own object, or one that it was granted.
    private @Nullable Right any(Player player, boolean owner) {
        if (player.rights.isEmpty()) {
            return null;
        }
        Right right = player.rights.get(chance.below(player.rights.size()));
        return right.isOwner() == owner ? right : null;
    }

    /// Must be refused as misuse: its handle is closed.
    private void useRevoked(Right right) {
        Work work = Work.named(Truth.NEVER, stage.kernel(), 0, 0).reads(right.handle);
        try {
            stage.verdict()
                    .violated(
                            "P1",
                            "%s used %s, which it may not any more: %s"
                                    .formatted(
                                            right.player,
                                            right.object,
                                            right.player.client.trySubmit(work)));
        } catch (IllegalStateException closed) {
            stage.marks().met(Mark.REVOKED_USE);
        }
    }
}
