package dev.holdfast.sim.play;

import dev.holdfast.sim.world.Chance;
import dev.holdfast.sim.world.SimWorkers;
import java.util.Arrays;

/// Chooses what happens next among all that may. It is of a mood for a while, and moods are biased:
/// a device that does not get on, clients that do not get a turn, one worker that is forgotten.
/// Uniform choice would keep everybody abreast, and most mistakes need somebody to be far behind.
final class Scheduler {
    /// A client's turn.
    static final int CLIENT = -1;

    /// The next alarm.
    static final int ALARM = -2;

    /// There is nothing that could happen by itself.
    static final int NOTHING = -3;

    private static final int TRIES = 4;

    private final Chance chance;
    private final SimWorkers workers;
    private final boolean beats;
    private Mood mood = Mood.EVEN;
    private int left;
    private int chosenWorker;

    /// How turns are shared: weights of a client's turn and of tasks, and of how many choices one
    /// jumps to an alarm that is not due.
    private enum Mood {
        EVEN(2, 3, 40),
        BURST(8, 1, 200),
        QUICK_DEVICE(1, 10, 30),
        STARVED(2, 3, 40),
        FAVOURED(2, 3, 40),
        RUSH(1, 2, 3),
        QUIET(0, 3, 40);

        private final int clients;
        private final int tasks;
        private final int jumpOneIn;

        Mood(int clients, int tasks, int jumpOneIn) {
            this.clients = clients;
            this.tasks = tasks;
            this.jumpOneIn = jumpOneIn;
        }
    }

    /// All but the quiet one, in which clients do nothing and idle queues are asked.
    private static final Mood[] MOODS = Arrays.copyOf(Mood.values(), Mood.QUIET.ordinal());

    private static final int QUIET_ONE_IN = 6;

    /// With `beats` there are times in which only idle queues are asked.
    Scheduler(Chance chance, SimWorkers workers, boolean beats) {
        this.beats = beats;
        this.chance = chance;
        this.workers = workers;
    }

    /// A runnable worker's place, or one of the constants.
    int next(boolean clientsMay) {
        if (left-- == 0) {
            boolean quiet = beats && chance.oneIn(QUIET_ONE_IN);
            mood = quiet ? Mood.QUIET : MOODS[chance.below(MOODS.length)];
            left = chance.between(8, 160);
            chosenWorker = chance.below(10);
        }
        int runnable = workers.runnable();
        boolean due = workers.ticker().isDue();
        if (!due && chance.oneIn(mood.jumpOneIn)) {
            due = workers.ticker().hasAlarm();
        }
        int clients = clientsMay ? mood.clients : 0;
        int tasks = runnable > 0 ? mood.tasks : 0;
        int alarms = due ? 2 : 0;
        if (clients + tasks + alarms == 0) {
            return workers.ticker().hasAlarm() ? ALARM : NOTHING;
        }
        int drawn = chance.below(clients + tasks + alarms);
        if (drawn < clients) {
            return CLIENT;
        }
        return drawn < clients + tasks ? task(runnable) : ALARM;
    }

    private int task(int runnable) {
        int choice = chance.below(runnable);
        if (mood == Mood.STARVED || mood == Mood.FAVOURED) {
            boolean wanted = mood == Mood.FAVOURED;
            for (int i = 0; i < TRIES; i++) {
                if ((workers.workerAt(choice) == chosenWorker) == wanted) {
                    return choice;
                }
                choice = chance.below(runnable);
            }
        }
        return choice;
    }
}
