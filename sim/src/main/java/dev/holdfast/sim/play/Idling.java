package dev.holdfast.sim.play;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.work.Reuse;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.world.Chance;
import java.util.ArrayList;
import java.util.List;

/// Whoever wants to know when an object, or everything, is idle; and what is said of objects that
/// changes nothing in them.
final class Idling {
    /// How far back among all work users of an object are looked for.
    private static final int RECENT = 200;

    private final Stage stage;
    private final Using using;
    private final Chance chance;
    private final List<Fence> asked = new ArrayList<>();
    private boolean quiet;

    Idling(Stage stage, Using using) {
        this.stage = stage;
        this.using = using;
        this.chance = stage.chance();
    }

    /// True while somebody waits until nothing is under way: others keep still.
    boolean isQuiet() {
        return quiet;
    }

    /// Asks when an object is idle.
    boolean idle() {
        Player player = stage.anyPlayer();
        if (player.rights.isEmpty() || asked.size() > 8) {
            asked.removeIf(Fence::isSettled);
            return false;
        }
        Right right = player.rights.get(chance.below(player.rights.size()));
        List<WorkTruth> users = users(right.object);
        Fence fence = right.handle.idle();
        asked.add(fence);
        if (!fence.onSettled(settled -> idle(right.object, users))) {
            idle(right.object, users);
        }
        return true;
    }

    private List<WorkTruth> users(ObjectTruth object) {
        List<WorkTruth> all = stage.truth().works();
        List<WorkTruth> users = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0 && i > all.size() - RECENT; i--) {
            WorkTruth work = all.get(i);
            Fence result = work.result;
            if (work.placed && result != null && !result.isSettled() && uses(work, object)) {
                users.add(work);
            }
        }
        return users;
    }

    private static boolean uses(WorkTruth work, ObjectTruth object) {
        for (Use use : work.uses) {
            if (use.object == object) {
                return true;
            }
        }
        return false;
    }

    private void idle(ObjectTruth object, List<WorkTruth> users) {
        stage.marks().met(Mark.IDLE);
        for (WorkTruth user : users) {
            Fence result = user.result;
            if (result != null && !result.isSettled()) {
                stage.verdict()
                        .violated("P4", object + " was said to be idle, and " + user + " is not");
            }
        }
    }

    /// Waits until nothing is under way.
    boolean awaitIdle() {
        if (quiet || !chance.oneIn(3) || !stage.troubles().mayWait()) {
            return false;
        }
        quiet = true;
        try {
            stage.manager().awaitIdle();
        } catch (InterruptedException interrupted) {
            return false;
        } finally {
            quiet = false;
        }
        stage.marks().met(Mark.ALL_IDLE);
        using.expireAll();
        if (!stage.truth().hasSettled()) {
            stage.verdict()
                    .violated(
                            "P6", "everything was said to be idle, and some work has not settled");
        }
        return true;
    }

    /// Says how an object will be used again. Only its owner can.
    boolean expect() {
        Player player = stage.anyPlayer();
        if (player.rights.isEmpty()) {
            return false;
        }
        Right right = player.rights.get(chance.below(player.rights.size()));
        Reuse[] all = Reuse.values();
        Reuse reuse = all[chance.below(all.length)];
        try {
            right.handle.expect(reuse);
        } catch (IllegalStateException misuse) {
            if (right.isOwner() && !right.isOver()) {
                throw misuse;
            }
            return false;
        }
        if (!right.isOwner()) {
            stage.verdict()
                    .violated("P1", right.player + " has said how " + right.object + " is used");
        }
        return true;
    }

    /// At the end everybody who asked was told.
    void end() {
        for (Fence fence : asked) {
            if (!fence.isSettled()) {
                stage.verdict().violated("P6", "nobody is told that an object is idle: " + fence);
            }
        }
    }
}
