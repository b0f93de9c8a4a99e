package dev.holdfast.soak.play;

import java.util.SplittableRandom;

/// What a lane does next, and how often.
enum Move {
    CREATE(160),
    LEND(40),
    CLOSE(90),
    LAUNCH(420),
    LOOK(70),
    WRITE(70),
    PATCH(60),
    MAP_INTERRUPTED(12),
    UNMAP(60),
    GRANT(60),
    GIVE_BACK(60),
    CLEAR(15),
    PIN(10),
    UNPIN(12),
    DEPART(2);

    private static final int TOTAL = total();

    private final int weight;

    Move(int weight) {
        this.weight = weight;
    }

    private static int total() {
        int total = 0;
        for (Move move : values()) {
            total += move.weight;
        }
        return total;
    }

    static Move draw(SplittableRandom random) {
        int drawn = random.nextInt(TOTAL);
        for (Move move : values()) {
            drawn -= move.weight;
            if (drawn < 0) {
                return move;
            }
        }
        return LAUNCH;
    }
}
