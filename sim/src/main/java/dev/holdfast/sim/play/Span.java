package dev.holdfast.sim.play;

import dev.holdfast.memory.capture.CaptureLimits;
import dev.holdfast.sim.shape.ActionKind;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.Shape;

/// How long all that is under way may take where somebody sees to it that everything ends, if
/// everything hangs that can: it is found, asked for in vain, and given up. Begins when it is made.
///
/// Where idle queues are asked, or uses may take very long, there is always something that can
/// happen, and time is the only way to know that nothing comes of it.
final class Span {
    // more that comes of what is under way, how often a command is tried, how long its own limit
    // and how long a delayed move may be
    private static final int MORE = 64;
    private static final int TRIES = 6;
    private static final long LIMIT_NANOS = 200_000;
    private static final long MOVE_NANOS = 2_000_000;

    // what a pause or a jump of the clock may cost besides itself
    private static final long UNSTEADY_NANOS = 10_000_000;

    /// After so long, whoever waits may need the world around.
    private static final long PATIENCE_NANOS = 5_000_000;

    private final Stage stage;
    private final boolean bounded;

    /// True if there may always be something that can happen: an idle queue is asked, or the long
    /// time of a use is waited for, slice by slice.
    private final boolean restless;

    private final long endNanos;
    private final long unsteadyBefore;
    private long helpNanos;

    Span(Stage stage) {
        Shape shape = stage.shape();
        this.stage = stage;
        this.bounded = shape.get(Dial.WATCHDOG_NANOS) > 0;
        this.restless =
                shape.get(Dial.HEARTBEAT_NANOS) > 0
                        || (shape.does(ActionKind.USE) && shape.get(Dial.USE_NANOS) == 0);
        this.unsteadyBefore = stage.workers().ticker().unsteady();
        this.endNanos = bounded ? nowNanos() + longestNanos(stage) : 0;
        this.helpNanos = nowNanos() + PATIENCE_NANOS;
    }

    private long nowNanos() {
        return stage.workers().ticker().ranNanos();
    }

    private static long longestNanos(Stage stage) {
        Shape shape = stage.shape();
        long found = (long) shape.get(Dial.WATCHDOG_NANOS) + shape.get(Dial.HEARTBEAT_NANOS);
        long done = (long) shape.get(Dial.KERNEL_NANOS) + shape.get(Dial.DEADLINE_NANOS);
        long under = stage.truth().unsettled() + stage.device().custody().size();
        return captureNanos(shape)
                + (under + MORE) * (TRIES * (found + LIMIT_NANOS) + done + MOVE_NANOS);
    }

    /// A capture sets an alarm for the whole of its time, and time may pass up to that although
    /// nothing waits for it.
    private static long captureNanos(Shape shape) {
        int nanos = shape.get(Dial.CAPTURE_NANOS);
        return nanos > 0 ? nanos : CaptureLimits.defaults().time().toNanos();
    }

    /// True if everything should have ended.
    boolean isOver() {
        long more = UNSTEADY_NANOS * (stage.workers().ticker().unsteady() - unsteadyBefore);
        return bounded && nowNanos() - endNanos - more > 0;
    }

    /// True now and then, if there may always be something that can happen, or everything has to
    /// end within some time: clients may do nothing that helps, though they have turns.
    boolean needsHelp() {
        if (!(restless || bounded) || nowNanos() - helpNanos < 0) {
            return false;
        }
        helpNanos = nowNanos() + PATIENCE_NANOS;
        return true;
    }

    /// True if nothing is under way but what asks idle queues.
    boolean isAtRest() {
        return restless
                && stage.workers().runnable() == 0
                && !stage.workers().ticker().isDue()
                && stage.device().custody().size() == 0
                && stage.truth().hasSettledBesideUses();
    }
}
