package dev.holdfast.sim.unruly;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.watch.AddressUsers;
import dev.holdfast.sim.watch.Rudeness;
import dev.holdfast.sim.world.SimClock;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the device was given and has not reported, queue by queue, and whether there was a reason
/// for what was done about it.
public final class Custody {
    private final SimClock clock;
    private final Verdict verdict;
    private final Marks marks;
    private final Journal journal;
    private final LaunchBook book;
    private final long limitNanos;
    private final long beatNanos;
    private final Map<QueueKind, ArrayDeque<Charge>> lines = new EnumMap<>(QueueKind.class);
    private final Map<QueueKind, Integer> takenFromOutside = new EnumMap<>(QueueKind.class);
    private final Map<Long, Optional<Charge>> handResets = new HashMap<>();
    private final AddressUsers addressUsers = new AddressUsers();
    private int resetsUnderWay;
    private boolean movesTaken;
    private boolean movesNamed;
    private boolean lossReported;
    private boolean givenUp;

    /// An account of nothing yet. A command that says nothing itself may take `limitNanos`, a
    /// marker where there is no such limit `beatNanos`; 0 is for ever.
    public Custody(
            SimClock clock,
            Verdict verdict,
            Marks marks,
            Journal journal,
            LaunchBook book,
            long limitNanos,
            long beatNanos) {
        this.clock = clock;
        this.verdict = verdict;
        this.marks = marks;
        this.journal = journal;
        this.book = book;
        this.limitNanos = limitNanos;
        this.beatNanos = beatNanos;
        for (QueueKind queue : QueueKind.values()) {
            lines.put(queue, new ArrayDeque<>());
            takenFromOutside.put(queue, 0);
        }
    }

    private ArrayDeque<Charge> line(QueueKind queue) {
        return Objects.requireNonNull(lines.get(queue));
    }

    Charge given(QueueKind queue, Command command, Completion completion) {
        Charge charge = new Charge(this, queue, command, completion, limit(command));
        if (line(queue).isEmpty()) {
            charge.becomesFirst(clock.ranNanos());
        }
        line(queue).addLast(charge);
        addressUsers.begins(command);
        if (command instanceof Command.Launch launch) {
            book.given(launch, charge);
        }
        return charge;
    }

    /// The device did not take it after all.
    void refused(Charge charge) {
        line(charge.queue).removeLastOccurrence(charge);
        addressUsers.ends(charge.command);
    }

    /// The driver throws instead of taking a command, or takes it and throws all the same.
    void thrown(Command command, Rudeness.Outburst outburst) {
        if (journal.isOn()) {
            journal.note("the driver throws at " + command + ": " + outburst);
        }
        if (command instanceof Command.Launch launch) {
            book.thrown(launch, outburst);
        }
    }

    private long limit(Command command) {
        long own = command instanceof Command.Launch launch ? book.limitNanos(launch) : 0;
        if (own > 0) {
            return own;
        }
        boolean asks = command instanceof Command.Marker && limitNanos == 0;
        return asks ? beatNanos : limitNanos;
    }

    /// The command that a queue is at.
    public @Nullable Charge first(QueueKind queue) {
        return line(queue).peekFirst();
    }

    /// What was submitted to a queue with `completion`, if the device has it still.
    @SuppressWarnings("ReferenceEquality") // the same completion
    Optional<Charge> find(QueueKind queue, Completion completion) {
        return line(queue).stream().filter(each -> each.completion == completion).findFirst();
    }

    /// Who may use addresses that they were given.
    public AddressUsers addressUsers() {
        return addressUsers;
    }

    /// How many commands the device has.
    public int size() {
        return lines.values().stream().mapToInt(ArrayDeque::size).sum();
    }

    /// Somebody is about to reset a queue by hand: what it is at may be taken, or what the manager
    /// must think that it is at.
    public void byHand(QueueKind queue) {
        Charge known = null;
        for (Charge each : line(queue)) {
            each.byHand = true;
            if (!each.inDoubt) {
                known = each;
                break;
            }
        }
        handResets.putIfAbsent(clock.ranNanos(), Optional.ofNullable(known));
    }

    /// True if a reset was asked for at that moment.
    public boolean isHandReset(long nanos) {
        return handResets.containsKey(nanos);
    }

    /// What its queue was at then, if anything.
    public Optional<Charge> handReset(long nanos) {
        return handResets.getOrDefault(nanos, Optional.empty());
    }

    /// Somebody has reset a queue behind the manager's back: what it was at may be taken.
    void fromOutside(QueueKind queue) {
        takenFromOutside.merge(queue, 1, Integer::sum);
    }

    /// The manager wants whatever a queue is at to be taken, and names nothing.
    void meant(QueueKind queue) {
        Charge first = first(queue);
        if (first != null && first.namedNanos < 0) {
            first.namedNanos = clock.ranNanos();
        }
    }

    /// The manager names a command that is to be taken.
    void named(Charge charge) {
        resetsUnderWay++;
        charge.namedNanos = clock.ranNanos();
        movesNamed |= !(charge.command instanceof Command.Launch);
        if (journal.isOn()) {
            journal.note("is to be taken: " + charge + ", " + age(charge));
        }
        if (!mayBeTaken(charge)) {
            verdict.violated(
                    "P8", charge + " is to be taken, and has done nothing: " + age(charge));
        } else if (!charge.byHand) {
            boolean beat = charge.command instanceof Command.Marker;
            marks.met(beat ? Mark.HEARTBEAT_FIRED : Mark.WATCHDOG_FIRED);
            if (!beat && charge.limitNanos != limitNanos) {
                marks.met(Mark.TIME_LIMIT);
            }
        }
    }

    private boolean mayBeTaken(Charge charge) {
        return charge.byHand || (isFirst(charge) && charge.isOverdue(clock.ranNanos()));
    }

    private boolean isFirst(Charge charge) {
        return first(charge.queue) == charge;
    }

    private String age(Charge charge) {
        return isFirst(charge)
                ? "the first of its queue for %d ns, of %d"
                        .formatted(clock.ranNanos() - charge.firstSinceNanos(), charge.limitNanos)
                : "it is not the first of its queue";
    }

    /// What the device answers when a command was named: its time to end begins now.
    void answered(Charge charge, ResetOutcome outcome) {
        resetsUnderWay--;
        if (journal.isOn()) {
            journal.note("to take " + charge + ": " + outcome);
        }
        switch (outcome) {
            case ResetOutcome.Reset reset -> {
                // its time runs from the first, whoever asks again
                charge.takenNanos = charge.taken ? charge.takenNanos : clock.ranNanos();
                charge.taken = true;
                if (charge.command instanceof Command.Launch launch) {
                    book.taken(launch);
                }
            }
            case ResetOutcome.Idle idle -> charge.idleAnswers++;
            // somebody may want it by hand while the watchdog wants it too
            case ResetOutcome.NotPossible no ->
                    charge.refused |= !charge.byHand || charge.isOverdue(clock.ranNanos());
        }
    }

    /// A command has ended, as the device has it.
    void reported(Charge charge) {
        Charge first = line(charge.queue).pollFirst();
        if (first != charge) {
            throw new IllegalStateException(charge + " is reported before " + first);
        }
        charge.endsAt(clock.ranNanos(), resetsUnderWay > 0);
        Fault fault = charge.fault().orElse(null);
        if (journal.isOn()) {
            journal.note("the device reports " + charge + (fault == null ? "" : ": " + fault));
        }
        if (fault != null) {
            failed(charge, fault);
        }
        if (fault == null || fault.kind() != FaultKind.UNSTOPPED) {
            addressUsers.ends(charge.command);
        } else if (charge.command instanceof Command.Launch launch) {
            book.unstopped(launch);
        }
        if (givenUp) {
            marks.met(Mark.LATE_REPORT);
        }
        Charge next = first(charge.queue);
        if (next != null) {
            next.becomesFirst(clock.ranNanos());
        }
    }

    private void failed(Charge charge, Fault fault) {
        if (fault.kind() == FaultKind.REVOKED) {
            movesTaken |= !(charge.command instanceof Command.Launch);
            int outside = takenFromOutside.getOrDefault(charge.queue, 0);
            if (!charge.taken && outside > 0) {
                takenFromOutside.put(charge.queue, outside - 1);
            } else if (!charge.taken && !charge.byHand && !charge.isOverdue(clock.ranNanos())) {
                verdict.violated("P8", charge + " was taken, and had done nothing: " + fault);
            }
        }
        if (fault.kind() == FaultKind.DEVICE_LOST) {
            if (!lossReported && charge.command instanceof Command.Marker) {
                marks.met(Mark.LOST_IDLE);
            }
            lossReported = true;
        }
    }

    /// The manager counts the device as lost, and the device itself says so, or does not.
    public void lost(boolean byItself) {
        if (givenUp) {
            return;
        }
        if (mayBeGivenUp()) {
            givenUp = true;
            marks.met(Mark.GIVEN_UP);
        } else if (!byItself) {
            verdict.violated("P8", "the device was given up over nothing that hangs");
        }
    }

    /// True if there is a command that does not end and that the device does not give back.
    public boolean mayBeGivenUp() {
        if (givenUp) {
            return true;
        }
        long nowNanos = clock.ranNanos();
        for (QueueKind queue : QueueKind.values()) {
            Charge first = first(queue);
            if (first != null && first.isHopeless(nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /// True once the manager has given the device up.
    public boolean isGivenUp() {
        return givenUp;
    }

    /// True if anything but launches was ever to be taken.
    public boolean movesNamed() {
        return movesNamed;
    }

    /// True if a move was taken from the device.
    public boolean movesTaken() {
        return movesTaken;
    }

    /// True if it is the manager's to see that what a queue is at ends.
    public boolean isWatched(QueueKind queue) {
        Charge first = first(queue);
        return first != null && first.limitNanos > 0 && !givenUp;
    }
}
