package dev.holdfast.sim.play;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceCallback;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.sim.shape.Mark;
import java.time.Duration;

/// A callback of a fence in which somebody tries what could wait for that very fence. It must be
/// refused at once, before anything is begun.
///
/// @param stage where
/// @param right an object that could be used
/// @param which what is tried
record Forbidden(Stage stage, Right right, int which) implements FenceCallback {
    private static final int WAYS = 7;
    private static final int ONE_IN = 32;

    /// Has some work's fence call back so.
    static void watch(Stage stage, WorkTruth work, Fence fence) {
        if (work.index % ONE_IN == 0) {
            var callback = new Forbidden(stage, work.rights[0], work.index / ONE_IN % WAYS);
            var _ = fence.onSettled(callback);
        }
    }

    @Override
    public void settled(Fence fence) {
        try {
            attempt();
        } catch (IllegalStateException refused) {
            if (String.valueOf(refused.getMessage()).contains("signalling section")) {
                stage.marks().met(Mark.FORBIDDEN);
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        stage.verdict().violated("P7", "a fence's callback may wait: way " + which);
    }

    private void attempt() throws InterruptedException {
        switch (which) {
            case 0 -> new SettableFence().await(Duration.ZERO);
            case 1 -> {
                Work work = Work.named(Truth.NEVER, stage.kernel(), 0, 0);
                right.player.client.trySubmit(work.reads(right.handle));
            }
            case 2 -> stage.manager().capture();
            case 3 -> stage.manager().reset(QueueKind.COMPUTE);
            case 4 -> right.handle.map(Access.READ);
            case 5 -> stage.manager().client("late");
            default -> stage.manager().suspend();
        }
    }
}
