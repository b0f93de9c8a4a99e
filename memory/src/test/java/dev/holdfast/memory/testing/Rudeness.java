package dev.holdfast.memory.testing;

import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Foreign code that throws by the toss of a seeded coin: anything that can be thrown.
public final class Rudeness {
    /// What every message of it contains.
    public static final String MARK = "rude surroundings";

    private final Random random;
    private final double share;
    private boolean on = true;
    private long thrown;

    /// Throws once in `1 / share` times.
    public Rudeness(long seed, double share) {
        this.random = new Random(seed);
        this.share = share;
    }

    /// Ends or begins it.
    public void turn(boolean rude) {
        on = rude;
    }

    /// How often it has thrown.
    public long thrown() {
        return thrown;
    }

    /// What to throw now; null for nothing.
    public @Nullable Throwable draw() {
        if (!on || random.nextDouble() >= share) {
            return null;
        }
        thrown++;
        return List.of(
                        new IllegalStateException(MARK),
                        new Error(MARK),
                        new OutOfMemoryError(MARK),
                        new StackOverflowError(MARK),
                        new InternalError(MARK),
                        new RejectedExecutionException(MARK))
                .get(random.nextInt(6));
    }

    /// Throws, or does not.
    public void mayThrow() {
        raise(draw());
    }

    /// Makes a call; throws before it or, where that is an error, perhaps behind it.
    public void around(Runnable call) {
        Throwable drawn = draw();
        if (drawn instanceof Error && random.nextBoolean()) {
            call.run();
            raise(drawn);
        }
        raise(drawn);
        call.run();
    }

    private static void raise(@Nullable Throwable drawn) {
        switch (drawn) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException unchecked -> throw unchecked;
            default -> throw new IllegalStateException(drawn);
        }
    }
}
