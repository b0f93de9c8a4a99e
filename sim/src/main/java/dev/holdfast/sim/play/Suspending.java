package dev.holdfast.sim.play;

import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.work.ResumeOutcome;
import dev.holdfast.memory.work.SuspendLimits;
import dev.holdfast.memory.work.SuspendOutcome;
import dev.holdfast.memory.work.SuspendOutcome.Reason;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.world.Chance;
import java.time.Duration;
import java.util.List;

/// Everything is taken off the device, and put on it again or on another. What is refused needs a
/// reason; what every object holds is for those to find who read it afterwards.
final class Suspending {
    private static final int LONGEST_PATIENCE_NANOS = 20_000;

    private final Stage stage;
    private final Chance chance;
    private final Pinning pinning;

    Suspending(Stage stage, Pinning pinning) {
        this.stage = stage;
        this.pinning = pinning;
        this.chance = stage.chance();
    }

    /// False if nothing has changed: somebody is suspending already, or it was refused.
    boolean act() {
        boolean may = !stage.troubles().isSuspended() && stage.troubles().mayWait();
        if (!chance.oneIn(8) || !may) {
            return false;
        }
        boolean losing = stage.machine().lost().isPresent();
        if (losing && stage.manager().lost().isEmpty()) {
            // it is, and the manager does not know yet
            return false;
        }
        boolean anew = losing || chance.oneIn(2);
        SuspendLimits limits = limits();
        stage.journal().note("somebody suspends" + (anew ? ", for another device" : ""));
        stage.troubles().suspended(true);
        try {
            return (losing && chance.oneIn(2)) ? recover() : suspend(limits, losing, anew);
        } catch (InterruptedException interrupted) {
            stage.marks().met(Mark.SUSPEND_REFUSED);
            return true;
        } finally {
            stage.troubles().suspended(false);
        }
    }

    /// All in one call. What was lost is told by name, and nothing else is lost.
    private boolean recover() throws InterruptedException {
        long before = stage.manager().counters().get(Counters.Counter.OBJECTS_LOST);
        long opened = stage.truth().nextObject();
        var next = stage.machine().another();
        ResumeOutcome outcome;
        try {
            outcome = stage.manager().recover(next);
        } catch (InterruptedException interrupted) {
            next.close();
            throw interrupted;
        }
        if (outcome instanceof ResumeOutcome.Refused(String reason)) {
            next.close();
            stage.marks().met(Mark.SUSPEND_REFUSED);
            if (!mayRefuse()) {
                stage.verdict().violated("P8", "no reason not to recover: " + reason);
            }
            return true;
        }
        stage.machine().replaceBy(next);
        stage.marks().met(Mark.RECOVERED);
        stage.troubles().suspended(false);
        if (opened == stage.truth().nextObject()) {
            lost(before);
        }
        return true;
    }

    /// As many objects say that they are lost as were counted since, but for those of which their
    /// owners may accept nothing.
    private void lost(long before) {
        long counted = stage.manager().counters().get(Counters.Counter.OBJECTS_LOST) - before;
        int lost = pinning.acceptAll();
        if (counted < lost || counted > lost + pinning.lostUnsaid()) {
            stage.verdict()
                    .violated(
                            "P2",
                            counted + " objects were counted as lost, and " + lost + " say so");
        }
    }

    /// Something is in the way that a user can take out of it.
    private boolean mayRefuse() {
        for (ObjectTruth object : stage.truth().objects()) {
            boolean open = !object.closed || object.isMapped();
            if (open && (object.isMapped() || object.pins > 0 || object.adopted)) {
                return true;
            }
        }
        return stage.troubles().mayLeaveUnwatched();
    }

    private SuspendLimits limits() {
        SuspendLimits limits = SuspendLimits.NONE;
        if (chance.oneIn(4)) {
            int nanos = chance.below(LONGEST_PATIENCE_NANOS);
            limits = limits.withPatience(Duration.ofNanos(nanos));
        }
        return chance.oneIn(8) ? limits.withImageBytes(chance.below(1 << 14)) : limits;
    }

    private boolean suspend(SuspendLimits limits, boolean losing, boolean anew)
            throws InterruptedException {
        long before = stage.manager().counters().get(Counters.Counter.OBJECTS_LOST);
        SuspendOutcome outcome =
                losing ? stage.manager().salvage(limits) : stage.manager().suspend(limits);
        switch (outcome) {
            case SuspendOutcome.Refused(Reason reason) -> {
                stage.marks().met(Mark.SUSPEND_REFUSED);
                if (!isReason(reason, limits)) {
                    stage.verdict().violated("P8", "no reason not to suspend: " + reason.message());
                }
            }
            case SuspendOutcome.Suspended suspended -> {
                stage.marks().met(Mark.SUSPENDED);
                look(suspended);
                long opened = stage.truth().nextObject();
                resume(anew);
                if (losing && opened == stage.truth().nextObject()) {
                    lost(before);
                }
            }
        }
        return true;
    }

    private boolean isReason(Reason reason, SuspendLimits limits) {
        return switch (reason) {
            case Reason.Mapped(String name) ->
                    stage.truth().objects().stream()
                            .anyMatch(object -> object.isNamedIn(name) && object.isMapped());
            case Reason.Pinned(String name) ->
                    stage.truth().objects().stream()
                            .anyMatch(object ->
                                    object.isNamedIn(name)
                                            && (object.pins > 0 || object.isMapped()));
            case Reason.Adopted(String name) ->
                    stage.truth().objects().stream()
                            .anyMatch(object ->
                                    object.isNamedIn(name)
                                            && object.adopted
                                            && (!object.closed || object.isMapped()));
            case Reason.NoRoom noRoom ->
                    noRoom.neededBytes() > limits.imageBytes()
                            || stage.troubles().mayLeaveUnwatched();
            // where host memory is full, only what the CPU sees comes out
            case Reason.Unreadable unreadable ->
                    stage.troubles().mayLose() || !stage.troubles().isAllVisible();
            case Reason.TooLate late -> !limits.isPatient();
            case Reason.DeviceLost lost -> stage.machine().wasEverLost();
            case Reason.NotLost notLost -> false;
        };
    }

    /// Nothing is on the device any more.
    private void look(SuspendOutcome.Suspended suspended) {
        List<String> violations = stage.manager().audit(true);
        if (!violations.isEmpty()) {
            new WalkReport(stage.verdict()).report(violations);
        }
        boolean mayLose =
                stage.troubles().mayLose()
                        || stage.truth().objects().stream().anyMatch(object -> object.vanished);
        if (suspended.lost() > 0 && !mayLose) {
            stage.verdict()
                    .violated("P2", suspended.lost() + " objects were lost, and none may be");
        }
    }

    private void resume(boolean anew) {
        if (anew) {
            stage.machine().replace();
        } else {
            stage.machine().load();
        }
        switch (stage.manager().resume(stage.machine().device())) {
            case ResumeOutcome.Resumed resumed -> stage.marks().met(Mark.RESUMED);
            case ResumeOutcome.Refused(String reason) -> {
                boolean unsound =
                        stage.troubles().mayBeUnstopped() || stage.machine().lost().isPresent();
                if (anew || !unsound) {
                    stage.verdict().violated("P8", "no reason not to resume: " + reason);
                    return;
                }
                resume(true);
            }
        }
    }
}
