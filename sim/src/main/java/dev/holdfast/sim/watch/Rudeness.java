package dev.holdfast.sim.watch;

import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.world.Chance;
import java.util.ConcurrentModificationException;
import java.util.Optional;

/// A driver that throws: now and then a call of the device's queues, of its page tables or of its
/// resets ends with an exception or an error. An exception promises that nothing was done; an error
/// promises nothing, and half of those come after everything was done.
///
/// Each message is unlike all others, so that it is known of each fault from which call it comes.
public final class Rudeness {
    /// What the message of everything begins with that is thrown here.
    public static final String MARK = "a rude driver, call ";

    private static final int ERRORS = 20;

    /// Of page tables: there an error costs nobody his memory.
    private static final int TABLE_ERRORS = 60;

    private static final int LONGEST_BURST = 5;

    private final Chance chance;
    private final int oneIn;
    private final boolean errors;
    private final Marks marks;
    private long calls;
    private int burst;
    private long refusals;
    private long doubts;
    private boolean stuck;

    /// What a call throws.
    ///
    /// @param thrown an exception, or an error
    /// @param allTheSame true if what was asked for is done nevertheless
    public record Outburst(Throwable thrown, boolean allTheSame) {
        /// Throws it.
        public void raise() {
            switch (thrown) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                default -> throw new IllegalStateException(thrown);
            }
        }

        /// True if it promises that nothing was done.
        public boolean isRefusal() {
            return thrown instanceof RuntimeException;
        }
    }

    /// Of `oneIn` calls one throws; 0 for none. With `errors` some of them throw errors.
    public Rudeness(Chance chance, int oneIn, boolean errors, Marks marks) {
        this.chance = chance;
        this.oneIn = oneIn;
        this.errors = errors;
        this.marks = marks;
    }

    /// True if this was thrown here.
    public static boolean isFromDriver(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).contains(MARK);
    }

    /// What this call of the driver throws, if it does. Several in a row may.
    public Optional<Outburst> next() {
        return next(ERRORS);
    }

    /// What this call of a page table throws, if it does.
    Optional<Outburst> nextOfTable() {
        return next(TABLE_ERRORS);
    }

    private Optional<Outburst> next(int errorShare) {
        if (oneIn == 0) {
            return Optional.empty();
        }
        calls++;
        if (burst > 0) {
            burst--;
        } else if (!chance.oneIn(oneIn)) {
            return Optional.empty();
        } else if (chance.oneIn(3)) {
            burst = chance.below(LONGEST_BURST);
        }
        if (errors && chance.percent(errorShare)) {
            doubts++;
            marks.met(Mark.DRIVER_ERROR);
            return Optional.of(new Outburst(error(), chance.oneIn(2)));
        }
        refusals++;
        marks.met(Mark.DRIVER_THREW);
        return Optional.of(new Outburst(exception(), false));
    }

    /// Something was not unmapped, however often that was tried.
    void keepsMapped() {
        stuck = true;
    }

    /// True if something may have stayed mapped, so that its memory is nobody's.
    public boolean hasKeptMapped() {
        return stuck;
    }

    /// True if errors are among what is thrown.
    public boolean throwsErrors() {
        return errors && oneIn > 0;
    }

    /// True if a call has thrown an exception.
    public boolean hasRefused() {
        return refusals > 0;
    }

    /// True if a call has thrown an error, so that nobody knows what became of it.
    public boolean hasDoubts() {
        return doubts > 0;
    }

    private RuntimeException exception() {
        String message = message();
        return switch (chance.below(4)) {
            case 0 -> new IllegalStateException(message);
            case 1 -> new UnsupportedOperationException(message);
            case 2 -> new ConcurrentModificationException(message);
            default -> new RuntimeException(message);
        };
    }

    private Error error() {
        String message = message();
        return switch (chance.below(4)) {
            case 0 -> new OutOfMemoryError(message);
            case 1 -> new StackOverflowError(message);
            case 2 -> new UnsatisfiedLinkError(message);
            default -> new InternalError(message);
        };
    }

    private String message() {
        return MARK + calls + ".";
    }
}
