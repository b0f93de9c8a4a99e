package dev.holdfast.sim.play;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.watch.Rudeness;
import dev.holdfast.sim.world.Chance;
import dev.holdfast.sim.world.SimClock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says of every result whether there was a reason for it: a fence that settles well needs all that
/// its work has read to be right, and one that settles badly needs a fault that is its own.
final class FaultJudge {
    private final Verdict verdict;
    private final Troubles troubles;
    private final Marks marks;
    private final SimClock clock;
    private final Journal journal;
    private final Losses losses;

    private final List<WorkTruth> unjudged = new ArrayList<>();

    /// All outcomes so far, as one number.
    private long digest;

    FaultJudge(
            Verdict verdict,
            Troubles troubles,
            Marks marks,
            SimClock clock,
            Journal journal,
            Losses losses) {
        this.verdict = verdict;
        this.troubles = troubles;
        this.marks = marks;
        this.clock = clock;
        this.journal = journal;
        this.losses = losses;
    }

    long digest() {
        return digest;
    }

    /// `work` has settled, with `fault` or well. Whether there was a reason is asked when the step
    /// is over: the fences of work that waited for foreign ones follow those that it has inside.
    void settled(WorkTruth work, @Nullable Fault fault) {
        digest = Chance.mix(digest + 31L * work.index + (fault == null ? 0 : 1 + kind(fault)));
        if (journal.isOn()) {
            journal.note("settled: " + work + (fault == null ? " well" : ": " + fault));
        }
        work.fault = fault;
        if (fault != null) {
            losses.told(fault);
        }
        if (fault != null && !work.placed && fault.kind() != FaultKind.CANCELLED) {
            work.givenUp();
        }
        unjudged.add(work);
    }

    /// A use by a client's own commands has ended badly, as he himself says, or by his being late.
    void ended(WorkTruth work, Fault fault) {
        digest = Chance.mix(digest + 37L * work.index + 1 + kind(fault));
        if (journal.isOn()) {
            journal.note("ended: " + work + ": " + fault);
        }
        work.fault = fault;
    }

    /// Judges whatever has settled since the last time.
    void judge() {
        for (int i = 0; i < unjudged.size(); i++) {
            judge(unjudged.get(i));
        }
        unjudged.clear();
    }

    private void judge(WorkTruth work) {
        Fault fault = work.fault;
        Version wrongOf = work.wrongOf;
        if (wrongOf != null && !wrongOf.isBad() && !wrongOf.isUnknown()) {
            verdict.report(work.wrong);
        }
        if (fault == null) {
            well(work);
        } else if (!isReason(work, fault) && !isReadUnknown(work)) {
            verdict.violated("P8", work + " failed without a reason: " + fault);
        }
    }

    private static boolean isReadUnknown(WorkTruth work) {
        for (Use use : work.uses) {
            if (use.access.reads() && use.expected != null && use.expected.isUnknown()) {
                return true;
            }
        }
        return false;
    }

    private static int kind(Fault fault) {
        return fault.kind().ordinal();
    }

    private void well(WorkTruth work) {
        if (!work.ran) {
            verdict.violated("P2", work + " settled well, and its kernel did not run to its end");
        }
        for (Use use : work.uses) {
            Version read = use.access.reads() ? use.expected : null;
            if (read != null && (read.isBad() || read.isPending())) {
                verdict.violated(
                        "P2",
                        "%s settled well, and %s, which it read of %s, %s"
                                .formatted(
                                        work,
                                        read,
                                        use.object,
                                        read.isBad() ? "had failed" : "was not there yet"));
            }
        }
    }

    private boolean isReason(WorkTruth work, Fault fault) {
        return switch (fault.kind()) {
            case KERNEL_FAILED -> isKernelReason(work, fault);
            case CANCELLED -> {
                marks.met(Mark.CANCELLED);
                yield work.player.closed && !work.ran;
            }
            case DEADLINE_PASSED -> {
                marks.met(Mark.FOREIGN_LATE);
                yield !work.placed && isForeignPending(work) && clock.ranNanos() >= work.dueNanos;
            }
            case REFUSED -> !work.placed && isRefusalReason(work, fault.message());
            case DEPENDENCY_FAILED -> isDependencyReason(work, fault);
            case REVOKED -> work.isReported(fault);
            case DEVICE_LOST -> isLossReason(work);
            case UNSTOPPED ->
                    work.isReported(fault)
                            || work.isThrown(fault)
                            || (troubles.isGivenUp() && work.isWithDevice());
            case COPY_FAILED, CONTENT_LOST, CONTENT_SUSPECT, FOREIGN_FAILED, SOURCE_LOST -> false;
        };
    }

    /// What a device has that was given up may run on, and whoever is told that it failed is told
    /// so.
    private boolean isLossReason(WorkTruth work) {
        if (work.isWithDevice()) {
            verdict.violated("P4", work + " may run on, and is said to have ended: " + work.fault);
        }
        return troubles.isDeviceLost();
    }

    private boolean isKernelReason(WorkTruth work, Fault fault) {
        if (work.isDoubted(fault)) {
            verdict.violated("P4", work + " may run on, and is said to have been refused");
        }
        if (work.threw
                || work.isThrown(fault)
                || (troubles.mayKernelFail() && fault.message().contains("made to fail"))) {
            return true;
        }
        verdict.violated("P5", work + " was stopped by the device: " + fault);
        return true;
    }

    private static boolean isForeignPending(WorkTruth work) {
        for (SettableFence fence : work.foreign) {
            if (!fence.isSettled()) {
                return true;
            }
        }
        return false;
    }

    private boolean isDependencyReason(WorkTruth work, Fault fault) {
        Fault cause = fault.cause().orElse(fault);
        if (!work.placed) {
            for (SettableFence fence : work.foreign) {
                if (fence.isFailed() && fence.fault().orElseThrow().equals(cause)) {
                    return true;
                }
            }
            return false;
        }
        marks.met(Mark.SKIPPED);
        if (fault.root().kind() == FaultKind.SOURCE_LOST) {
            marks.met(Mark.SOURCE_LOST);
        }
        if (troubles.isUnstopped(fault) || isUnmapped(work, fault)) {
            return true;
        }
        for (Use use : work.uses) {
            Version read = use.access.reads() ? use.expected : null;
            boolean lost = troubles.isLossOf(use.object, use.expected, cause);
            if (lost || (read != null && isReason(read, cause))) {
                return true;
            }
        }
        return false;
    }

    /// True if the driver threw when something was to be mapped for it, or unmapped before.
    private static boolean isUnmapped(WorkTruth work, Fault fault) {
        String message = fault.root().message();
        if (!message.contains("the device threw") || !message.contains(Rudeness.MARK)) {
            return false;
        }
        if (message.contains("could not be unmapped")) {
            // that may be whatever was at these addresses before
            return true;
        }
        for (Use use : work.uses) {
            if (use.object.isNamedIn(message)) {
                return true;
            }
        }
        return false;
    }

    /// True if `cause` is what became of a version that somebody needed.
    boolean isReason(Version read, Fault cause) {
        if (read.doubted && cause.kind() == FaultKind.CANCELLED) {
            marks.met(Mark.MAPPING_GIVEN_UP);
            return true;
        }
        if (read.isUnknown()) {
            return true;
        }
        Fault own = read.writer == null ? null : read.writer.fault;
        return own != null && (own.equals(cause) || origin(own).equals(cause));
    }

    /// What went wrong in the first place.
    private static Fault origin(Fault fault) {
        return fault.kind() == FaultKind.DEPENDENCY_FAILED ? fault.cause().orElse(fault) : fault;
    }

    /// Work behind a foreign fence is refused in words; it could be so when it was given up.
    private boolean isRefusalReason(WorkTruth work, String message) {
        for (int i = 0; i < work.rights.length; i++) {
            if (work.rights[i].object.isNamedIn(message) && work.hurdles(i).explains(message)) {
                return true;
            }
        }
        return message.contains("too little")
                || message.contains("in one piece")
                || message.contains("at once")
                || (message.contains("cannot be used") && troubles.mayLose());
    }
}
