package dev.holdfast.sim.play;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.shape.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says of every refusal whether there was a reason for it.
final class RefusalJudge {
    private final Shape shape;
    private final Units units;
    private final Truth truth;
    private final FaultJudge faults;
    private final Troubles troubles;
    private final Verdict verdict;
    private final Marks marks;
    private final Losses losses;

    RefusalJudge(
            Shape shape,
            Units units,
            Truth truth,
            FaultJudge faults,
            Troubles troubles,
            Verdict verdict,
            Marks marks,
            Losses losses) {
        this.shape = shape;
        this.units = units;
        this.truth = truth;
        this.faults = faults;
        this.troubles = troubles;
        this.verdict = verdict;
        this.marks = marks;
        this.losses = losses;
    }

    /// What was asked for when something was refused.
    ///
    /// @param who for the report
    /// @param rights to which objects
    /// @param accesses for what, each
    /// @param contiguous whether in one piece, and of host memory
    /// @param met the content when it was asked for, if it may be another by now
    record Asked(
            Object who,
            Right[] rights,
            Access[] accesses,
            boolean contiguous,
            @Nullable Version met) {}

    /// `reason` was the answer to `asked`.
    void refused(Asked asked, Refusal reason) {
        if (!isReason(asked, reason)) {
            boolean space =
                    reason instanceof Refusal.NoSpace
                            || reason instanceof Refusal.InTheWay
                            || reason instanceof Refusal.NeverFits;
            verdict.violated(
                    space ? "P10" : "P8",
                    asked.who + " was refused without a reason: " + reason.message());
        }
    }

    private boolean isReason(Asked asked, Refusal reason) {
        return switch (reason) {
            case Refusal.NoSpace noSpace -> {
                marks.met(Mark.NO_SPACE);
                yield asked.contiguous || isShort(asked);
            }
            case Refusal.InTheWay(String region, long neededBytes, List<String> objects) -> {
                marks.met(Mark.IN_THE_WAY);
                yield units.inPieces()
                        && (isShort(asked) || anyFixed() || !units.fit(sizes(asked)));
            }
            case Refusal.NeverFits(String region, long neededBytes, long capacityBytes) ->
                    neededBytes > capacityBytes && needed(asked) == neededBytes;
            case Refusal.ContentFault(String object, Fault fault) ->
                    anyOf(
                            asked,
                            object,
                            (right, access) -> isContentReason(asked.met, right, access, fault));
            case Refusal.DeviceLost(Fault fault) -> troubles.isDeviceLost();
            case Refusal.Suspended() -> troubles.isSuspended();
            case Refusal.Mapped(String object) ->
                    anyOf(asked, object, (right, access) -> right.object.isMappedAgainst(access));
            case Refusal.Pinned(String object) ->
                    anyOf(asked, object, (right, access) -> right.object.pins > 0);
            case Refusal.Revoked(String object) -> {
                marks.met(Mark.REVOKED_USE);
                yield anyOf(asked, object, (right, access) -> right.isOver());
            }
            case Refusal.NotGranted(String object, Access access) ->
                    anyOf(asked, object, (right, each) -> !right.allows(each));
            // what uses may have at once is not followed here
            case Refusal.UseExpired expired -> true;
            case Refusal.TooMuchInUse tooMuch -> true;
        };
    }

    /// A question about one argument.
    @FunctionalInterface
    private interface Question {
        boolean is(Right right, Access access);
    }

    private static boolean anyOf(Asked asked, String object, Question question) {
        for (int i = 0; i < asked.rights.length; i++) {
            Right right = asked.rights[i];
            if (right.object.isNamedIn(object) && question.is(right, asked.accesses[i])) {
                return true;
            }
        }
        return false;
    }

    private boolean isContentReason(
            @Nullable Version met, Right right, Access access, Fault fault) {
        Version current = met == null ? right.object.current : met;
        long toldAt = losses.told(fault);
        if (toldAt >= 0 && toldAt < current.acceptedAt) {
            verdict.violated(
                    "P2", right.object + " had been accepted although it was lost: " + fault);
        }
        // a mapping that overwrites needs fresh zeros, and they may be lost
        boolean read = access.reads() && faults.isReason(current, fault);
        return read
                || troubles.isLossOf(right.object, current, fault)
                || troubles.isUnstopped(fault);
    }

    private long needed(Asked asked) {
        return Arrays.stream(sizes(asked)).sum();
    }

    private long[] sizes(Asked asked) {
        // what is adopted takes nothing of the device
        return Arrays.stream(asked.rights)
                .map(right -> right.object)
                .filter(object -> asked.contiguous || !object.adopted)
                .distinct()
                .mapToLong(this::rounded)
                .toArray();
    }

    private long rounded(ObjectTruth object) {
        return units.rounded(object.sizeBytes());
    }

    /// True if an object cannot move.
    private boolean anyFixed() {
        for (ObjectTruth object : truth.objects()) {
            if (object.isMapped() || object.pins > 0) {
                return true;
            }
        }
        return false;
    }

    /// True if memory may be short: what cannot move leaves too little of the device, or the host
    /// could not take everything there is.
    private boolean isShort(Asked asked) {
        long fixed = needed(asked);
        long all = shape.get(Dial.HEADROOM_BYTES);
        for (ObjectTruth object : truth.objects()) {
            if (!object.closed || object.isMapped() || object.pins > 0) {
                all += rounded(object);
                fixed += object.isMapped() || object.pins > 0 ? rounded(object) : 0;
            }
        }
        return fixed > units.deviceBytes() || all > units.hostBytes() || troubles.mayKeepMemory();
    }
}
