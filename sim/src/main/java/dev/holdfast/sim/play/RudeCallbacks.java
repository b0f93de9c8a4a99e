package dev.holdfast.sim.play;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.watch.Rudeness;
import dev.holdfast.sim.world.Chance;
import java.util.concurrent.RejectedExecutionException;

/// Clients whose callbacks throw, and whose executors refuse or throw: in a share of episodes, with
/// a share of their work. None of it may cost anybody anything, so the oracle is told of nothing:
/// every promise is kept as if nobody had thrown.
///
/// What is thrown comes to the thread's handler and nowhere else. Whatever else comes there is a
/// finding, because it comes from a callback of the simulator's own, or is a rule that was broken
/// below one.
final class RudeCallbacks {
    private static final String MARK = "a rude callback";
    private static final int EPISODES = 40;
    private static final int WORK = 25;

    private final Chance chance;
    private final boolean rude;

    /// Those of an episode, as `chance` has it.
    RudeCallbacks(Chance chance) {
        this.chance = chance;
        this.rude = chance.percent(EPISODES);
    }

    /// Work was accepted, and somebody waits for `fence` who throws.
    void on(Fence fence) {
        if (!rude || !chance.percent(WORK)) {
            return;
        }
        Error error = error();
        if (chance.percent(50)) {
            fence.onSettled(settled -> {
                throw error;
            });
        } else {
            fence.whenSettled(
                    task -> {
                        throw error;
                    },
                    status -> {});
        }
        fence.whenSettled(
                task -> {
                    throw new RejectedExecutionException(MARK);
                },
                status -> {});
    }

    private Error error() {
        return switch (chance.below(4)) {
            case 0 -> new OutOfMemoryError(MARK);
            case 1 -> new StackOverflowError(MARK);
            case 2 -> new InternalError(MARK);
            default -> new Error(MARK);
        };
    }

    /// Runs `episode` with a handler that tells `verdict` of what is not rude.
    static void listening(Verdict verdict, Runnable episode) {
        Thread self = Thread.currentThread();
        self.setUncaughtExceptionHandler((thread, thrown) -> {
            String message = String.valueOf(thrown.getMessage());
            if (!message.contains(MARK) && !Rudeness.isFromDriver(thrown)) {
                verdict.thrown(thrown);
            }
        });
        try {
            episode.run();
        } finally {
            self.setUncaughtExceptionHandler(null);
        }
    }
}
