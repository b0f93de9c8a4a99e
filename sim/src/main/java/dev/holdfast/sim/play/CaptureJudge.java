package dev.holdfast.sim.play;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.capture.Trigger;
import dev.holdfast.sim.oracle.Word;
import dev.holdfast.sim.unruly.Charge;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says of every capture whether it tells the truth: whom it is about, that it has what was asked
/// for of that one, and that its placements are those that the device was given.
final class CaptureJudge {
    private static final String COMPUTE = "on the compute queue";

    private final Stage stage;

    CaptureJudge(Stage stage) {
        this.stage = stage;
    }

    void judge(Capture capture) {
        whoIsGuilty(capture);
        Map<Long, CapturedCommand> commands = new HashMap<>();
        for (CapturedCommand command : capture.commands()) {
            commands.put(command.number(), command);
            for (int i = 0; i < command.uses().size(); i++) {
                places(command, i, command.uses().get(i).atSubmission().ranges());
            }
        }
        for (CapturedObject object : capture.objects()) {
            CapturedCommand command = commands.get(object.command());
            if (command != null) {
                places(command, object);
            }
            reason(object, command);
        }
        capture.guilty().ifPresent(guilty -> isAllThere(capture, guilty));
        wasFetched(capture);
    }

    private WorkTruth work(CapturedCommand command) {
        return stage.truth().work(Integer.parseInt(command.name()));
    }

    private void lies(String what) {
        stage.verdict().violated("P9", "a capture " + what);
    }

    /// Whose capture it is follows from what made it begin.
    private void whoIsGuilty(Capture capture) {
        Optional<WorkTruth> guilty = capture.guilty().map(this::work);
        if (stage.journal().isOn()) {
            stage.journal().note("a capture, " + capture.trigger().text() + ", of " + guilty);
        }
        Fault fault = capture.fault().orElse(null);
        switch (capture.trigger()) {
            case WATCHDOG -> {
                boolean launch = String.valueOf(fault).contains(COMPUTE);
                if (launch != guilty.filter(work -> isGuilty(work, capture)).isPresent()) {
                    lies("of a command that did not end is about " + guilty);
                }
            }
            case RESET -> byHand(capture, guilty);
            case DEVICE_FAULT -> {
                if (fault != null
                        && fault.kind() == FaultKind.KERNEL_FAILED
                        && guilty.filter(work -> work.isReported(fault) || work.isThrown(fault))
                                .isEmpty()) {
                    lies("of " + fault + " is about " + guilty);
                }
            }
            case HEARTBEAT, EXPLICIT -> {
                if (guilty.isPresent()) {
                    lies("of nobody in particular is about " + guilty);
                }
            }
        }
    }

    /// It had been the first of its queue for longer than it may, and was wanted back after that.
    /// That is not to be expected of one that could not be wanted any more, because before its turn
    /// came the device was given up over another command, or because it ended while the device was
    /// busy with a reset for the sake of another.
    private boolean isGuilty(WorkTruth work, Capture capture) {
        Charge charge = work.charge;
        long began = ranNanos(capture);
        return charge != null
                && charge.wasOverdue(began)
                && (charge.isNamedSince(began)
                        || isForced(work)
                        || charge.hasEndedDuringReset(began));
    }

    private boolean isForced(WorkTruth work) {
        Fault fault = work.fault;
        return stage.troubles().isGivenUp()
                && fault != null
                && fault.kind() == FaultKind.UNSTOPPED
                && !work.isReported(fault);
    }

    /// When a capture began, in the time in which the process ran.
    private static long ranNanos(Capture capture) {
        return Duration.between(Instant.EPOCH, capture.when()).toNanos();
    }

    private void byHand(Capture capture, Optional<WorkTruth> guilty) {
        if (!stage.device().custody().isHandReset(ranNanos(capture))) {
            lies("of a reset has begun when none was asked for");
            return;
        }
        Optional<Charge> taken = stage.device().custody().handReset(ranNanos(capture));
        Optional<Charge> about = taken.filter(charge -> charge.command() instanceof Command.Launch);
        if (!about.equals(guilty.map(work -> work.charge))) {
            lies("of a reset of " + taken + " is about " + guilty);
        }
    }

    private void places(CapturedCommand command, CapturedObject object) {
        for (int i = 0; i < command.uses().size(); i++) {
            CapturedCommand.Use use = command.uses().get(i);
            if (use.object() == object.id() && use.captured()) {
                places(command, i, object.atSubmission().ranges());
                return;
            }
        }
        lies("has " + object.name() + " for " + command.name() + ", which did not ask for it");
    }

    /// Where the device was told that it is; what it was never given says nothing.
    private void places(CapturedCommand command, int use, List<HeapRange> ranges) {
        Charge charge = work(command).charge;
        if (charge != null && charge.command() instanceof Command.Launch launch) {
            BufferArgument argument = launch.arguments().get(use);
            if (!argument.ranges().equals(ranges)) {
                lies(
                        "has argument %d of %s at %s, and the device was given %s"
                                .formatted(use, work(command), ranges, argument.ranges()));
            }
        }
    }

    /// What a command holds that is not over was neither let go nor never there.
    private void reason(CapturedObject object, @Nullable CapturedCommand of) {
        if (object.contents() instanceof Contents.Missing(Contents.Why why, String note)) {
            boolean kept = !note.contains("no room to keep it") || stage.troubles().mayLackRoom();
            boolean came = why != Contents.Why.NOT_THERE_YET || of == null || !of.guilty();
            if (why == Contents.Why.GONE || !kept || !came) {
                lies("has nothing of " + object.name() + ": " + note);
            }
        }
    }

    /// A device that is well but for a launch that it does not give back is given up once a capture
    /// of that has come to its end: nothing in it is lost for want of a device. What was pinned and
    /// was still to be moved there was not there yet, and never came.
    private void wasFetched(Capture capture) {
        boolean otherwiseWell =
                !stage.device().custody().movesNamed()
                        && stage.device().lost().isEmpty()
                        && !stage.machine().wasEverLost();
        if (capture.trigger() != Trigger.WATCHDOG || !otherwiseWell) {
            return;
        }
        for (CapturedObject object : capture.objects()) {
            if (object.contents() instanceof Contents.Missing(Contents.Why why, String note)
                    && note.contains(FaultKind.DEVICE_LOST.name())
                    && !note.contains(FaultKind.CONTENT_LOST.name())) {
                lies("has nothing of " + object.name() + ", the device was given up: " + note);
            }
        }
    }

    private void isAllThere(Capture capture, CapturedCommand guilty) {
        for (CapturedCommand.Use use : guilty.uses()) {
            if (use.captured()
                    && capture.objects().stream().noneMatch(o -> o.id() == use.object())) {
                lies("of " + work(guilty) + " does not have " + use.name());
            }
        }
    }

    /// A command that has begun and reads has its content before it. It may have been overwritten
    /// since, where it is, by a later one of the same object, never by an older one.
    void words(CapturedObject captured, CapturedCommand guilty, ObjectTruth object, long[] words) {
        WorkTruth work = work(guilty);
        for (Use use : work.uses) {
            Version version = use.expected;
            boolean sure =
                    use.object == object
                            && use.access.reads()
                            && version != null
                            && version.kind == Version.Kind.WORDS
                            && !version.isBad()
                            && !version.isPending()
                            && !version.isUnknown()
                            && !version.doubted;
            if (!sure || version == null) {
                continue;
            }
            for (int i = 0; i < object.words; i++) {
                boolean own = Word.isWritten(words[i]) && Word.object(words[i]) == object.id;
                if (own && Word.version(words[i]) < version.number) {
                    lies(
                            "has word %d of version %d of %s, and %s was to find version %d"
                                    .formatted(
                                            i,
                                            Word.version(words[i]),
                                            captured.name(),
                                            work,
                                            version.number));
                    return;
                }
            }
        }
    }
}
