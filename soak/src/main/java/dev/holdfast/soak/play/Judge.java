package dev.holdfast.soak.play;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.soak.content.Contents;
import dev.holdfast.soak.content.Words;
import dev.holdfast.soak.rude.Kind;
import dev.holdfast.soak.rude.Rudeness;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Says whether there was a reason for what the manager answered. Thread-safe; about objects whose
/// locks the caller holds, where it says so.
final class Judge {
    private final Verdict verdict;
    private final Tally tally;
    private final Rudeness rudeness;
    private final AtomicLong resets = new AtomicLong();

    Judge(Verdict verdict, Tally tally, Rudeness rudeness) {
        this.verdict = verdict;
        this.tally = tally;
        this.rudeness = rudeness;
    }

    /// What was asked for, of one object.
    record Asked(Right right, Access access) {}

    /// `reason` was the answer to `asked`. Under the locks of the objects.
    void refused(String who, List<Asked> asked, Refusal reason) {
        if (!isReason(asked, reason)) {
            verdict.violated("P8", who + " was refused without a reason: " + reason.message());
        }
    }

    private boolean isReason(List<Asked> asked, Refusal reason) {
        return switch (reason) {
            case Refusal.NoSpace noSpace -> counted(Count.REFUSED_SPACE, true);
            case Refusal.InTheWay inTheWay -> counted(Count.REFUSED_SPACE, true);
            case Refusal.NeverFits(String region, long neededBytes, long capacityBytes) ->
                    counted(Count.REFUSED_SIZE, neededBytes > capacityBytes);
            case Refusal.ContentFault(String named, Fault fault) ->
                    counted(
                            Count.REFUSED_CONTENT,
                            asked.stream().anyMatch(each -> isContentReason(each, named, fault)));
            case Refusal.Mapped(String named) ->
                    counted(
                            Count.REFUSED_MAPPED,
                            asked.stream()
                                    .anyMatch(each ->
                                            isNamed(each, named)
                                                    && each.right
                                                            .object()
                                                            .isMappedAgainst(each.access)));
            case Refusal.Pinned(String named) ->
                    counted(
                            Count.REFUSED_PINNED,
                            asked.stream()
                                    .anyMatch(each ->
                                            isNamed(each, named) && each.right.object().pins > 0));
            case Refusal.Revoked(String named) ->
                    counted(
                            Count.REFUSED_RIGHT,
                            asked.stream()
                                    .anyMatch(each ->
                                            isNamed(each, named) && each.right.object().closed));
            case Refusal.NotGranted(String named, Access access) ->
                    counted(
                            Count.REFUSED_RIGHT,
                            asked.stream()
                                    .anyMatch(each ->
                                            isNamed(each, named)
                                                    && !each.right.allows(each.access)));
            case Refusal.DeviceLost lost -> false;
            case Refusal.Suspended suspended -> false;
            case Refusal.UseExpired expired -> false;
            case Refusal.TooMuchInUse tooMuch -> false;
        };
    }

    private boolean counted(Count count, boolean is) {
        tally.count(count);
        return is;
    }

    private static boolean isNamed(Asked asked, String text) {
        return asked.right.object().isNamedIn(text);
    }

    private boolean isContentReason(Asked asked, String named, Fault fault) {
        SoakObject object = asked.right.object();
        if (!object.isNamedIn(named)) {
            return false;
        }
        boolean bad = asked.access.reads() && (object.version.isBad() || object.version.doubted());
        return bad || isLossOf(object, fault) || isHarm(fault);
    }

    /// True if `fault` says that a command may write or use what is here although it was given up,
    /// and there was such a command: the driver threw an error when it was handed over.
    private boolean isHarm(Fault fault) {
        boolean unstopped = false;
        for (Optional<Fault> link = Optional.of(fault); link.isPresent(); ) {
            unstopped |= link.get().kind() == FaultKind.UNSTOPPED;
            link = link.get().cause();
        }
        boolean thrown =
                rudeness.markIn(fault.root().message())
                        .filter(mark ->
                                mark.kind() == Kind.LAUNCH_IN_DOUBT
                                        || mark.kind() == Kind.MOVE_IN_DOUBT)
                        .isPresent();
        return unstopped && thrown && counted(Count.HARMED, true);
    }

    /// True if `fault` says by name that the bytes of `object` are gone, for a reason that there
    /// was.
    private boolean isLossOf(SoakObject object, Fault fault) {
        Fault root = fault.root();
        boolean sourceLost = root.kind() == FaultKind.SOURCE_LOST;
        if ((sourceLost && !object.sourceGone) || !isOrNoMark(root)) {
            return false;
        }
        for (Optional<Fault> link = Optional.of(fault); link.isPresent(); ) {
            Fault each = link.get();
            if (each.kind() == FaultKind.CONTENT_LOST && object.isNamedIn(each.message())) {
                tally.count(Count.LOST_BY_NAME);
                tally.add(Count.SOURCES_LOST, sourceLost ? 1 : 0);
                return true;
            }
            link = each.cause();
        }
        return false;
    }

    /// False if it says that somebody has thrown who has not.
    private boolean isOrNoMark(Fault fault) {
        String text = fault.message();
        return !Rudeness.isMarked(text) || rudeness.markIn(text).isPresent();
    }

    /// What was accepted although it should not have been. Under the locks of the objects.
    void accepted(String who, List<Asked> asked) {
        for (Asked each : asked) {
            SoakObject object = each.right.object();
            if (object.closed) {
                verdict.violated("P1", who + " was given " + object + ", which is closed");
            } else if (!each.right.allows(each.access)) {
                verdict.violated("P1", who + " may write " + object + ", shared read-only");
            } else if (object.isMappedAgainst(each.access)) {
                verdict.violated("P2", who + " has " + object + ", which the host has mapped");
            }
        }
    }

    /// The fence of `flight` has settled.
    void settled(Flight flight, Optional<Fault> fault) {
        if (fault.isEmpty()) {
            well(flight);
            return;
        }
        boolean reason =
                switch (fault.get().kind()) {
                    case KERNEL_FAILED ->
                            fault.get().message().contains("made to fail")
                                    ? counted(Count.KERNELS_FAILED, true)
                                    : counted(
                                            Count.TOLD_REFUSED,
                                            rudeness.use(
                                                    fault.get().message(), Kind.LAUNCH_REFUSED));
                    case UNSTOPPED ->
                            counted(
                                    Count.TOLD_UNSTOPPED,
                                    rudeness.use(
                                            fault.get().root().message(), Kind.LAUNCH_IN_DOUBT));
                    case REVOKED ->
                            counted(
                                    Count.TOLD_RESET,
                                    resets.incrementAndGet() <= rudeness.given(Kind.RESET_ASKED));
                    case CANCELLED -> counted(Count.CANCELLED, flight.tenancy().isClosed());
                    case DEPENDENCY_FAILED ->
                            counted(Count.SKIPPED, isDependencyReason(flight, fault.get()));
                    default -> false;
                };
        if (!reason) {
            verdict.violated("P8", flight.name() + " failed without a reason: " + fault.get());
        }
    }

    private void well(Flight flight) {
        for (Flight.Use use : flight.uses()) {
            if (use.reads() && (use.before().isBad() || !use.before().writer().isSettled())) {
                verdict.violated(
                        "P2",
                        "%s ended well, and what it read of %s had not: %s"
                                .formatted(
                                        flight.name(),
                                        use.object(),
                                        use.before().writer().status()));
            }
        }
    }

    private boolean isDependencyReason(Flight flight, Fault fault) {
        for (Flight.Use use : flight.uses()) {
            boolean bad = use.reads() && (use.before().isBad() || use.before().doubted());
            if (bad || isLossOf(use.object(), fault)) {
                return true;
            }
        }
        return isLossOf(flight.report().object(), fault)
                || isHarm(fault)
                || isUnmapped(flight, fault);
    }

    /// True if `fault` says of an object of the launch that a page table threw when it was to be
    /// mapped; or of one that was there before it that it could not be taken away.
    private boolean isUnmapped(Flight flight, Fault fault) {
        String text = fault.root().message();
        boolean named =
                flight.report().object().isNamedIn(text)
                        || flight.uses().stream().anyMatch(use -> use.object().isNamedIn(text));
        boolean reason =
                rudeness.markIn(text)
                        .filter(mark ->
                                switch (mark.kind()) {
                                    case MAP_THREW -> named;
                                    case TABLE_IN_DOUBT -> named || text.contains("unmapped");
                                    case UNMAP_THREW -> true;
                                    default -> false;
                                })
                        .isPresent();
        return reason && counted(Count.TOLD_UNMAPPED, true);
    }

    /// Once everything has settled: each launch that the driver refused has failed for it.
    void allTold() {
        long refused = rudeness.given(Kind.LAUNCH_REFUSED);
        long told = rudeness.used(Kind.LAUNCH_REFUSED);
        if (told != refused) {
            verdict.violated(
                    "P2",
                    "the driver refused %d launches, and %d were told so".formatted(refused, told));
        }
    }

    /// A word of `object` is not what it must be.
    void wrong(String where, SoakObject object, Contents.Wrong wrong) {
        boolean whole = (wrong.index() + 1) * Long.BYTES <= object.sizeBytes;
        verdict.violated(
                wrong.found() == 0 ? "P2" : "P1",
                "%s: %s at byte %d has 0x%016x, %s, and must have 0x%016x, %s"
                        .formatted(
                                where,
                                object,
                                wrong.index() * Long.BYTES,
                                wrong.found(),
                                describe(whole, wrong.found(), wrong.expected()),
                                wrong.expected(),
                                describe(whole, wrong.expected(), wrong.expected())));
    }

    /// What a word is: of an older version of the same object, of another, or of nobody's. Only a
    /// `whole` one tells.
    static String describe(boolean whole, long word, long expected) {
        if (word == 0) {
            return "zeros";
        }
        if (!whole) {
            return "the last bytes of an object";
        }
        Optional<Words.Origin> origin = Words.origin(word);
        if (origin.isEmpty()) {
            return "which nobody has written";
        }
        Words.Origin from = origin.get();
        boolean same =
                Words.origin(expected).map(due -> due.number() == from.number()).orElse(false);
        return "%sword %d of version %d of object %d"
                .formatted(
                        word == expected ? "" : same ? "stale: " : "foreign or garbage: ",
                        from.index(),
                        from.version(),
                        from.number());
    }
}
