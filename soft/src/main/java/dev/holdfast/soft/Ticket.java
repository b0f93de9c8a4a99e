package dev.holdfast.soft;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.fault.Fault;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One command on its way through a queue. Its phase is what the queue and a reset compete for:
/// whoever moves it out of [#WORKING] or [#DELAYED] completes it, and nobody else does.
final class Ticket {
    /// Queued, or a thread is doing its work.
    static final int WORKING = 0;

    /// Its work is done and its time is not up; no thread is in it.
    static final int DELAYED = 1;

    /// Its work is done and its thread is deciding when it is due: for a moment, and not to be
    /// taken away.
    static final int TIMING = 2;

    /// Over.
    static final int OVER = 3;

    private static final VarHandle PHASE;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PHASE = lookup.findVarHandle(Ticket.class, "phase", int.class);
            NEXT = lookup.findVarHandle(Ticket.class, "next", Ticket.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private static final Command NOTHING = new Command.Marker();

    private final long handedOverNanos;

    // whoever runs or completes the command; dropped then, because the inbox keeps its last ticket
    private Command command;
    private @Nullable Completion completion;

    @SuppressWarnings("unused") // by PHASE
    private int phase;

    @SuppressWarnings("unused") // by NEXT
    private @Nullable Ticket next;

    /// A command that was handed over at `handedOverNanos`.
    Ticket(Command command, Completion completion, long handedOverNanos) {
        this.command = command;
        this.completion = completion;
        this.handedOverNanos = handedOverNanos;
    }

    Command command() {
        return command;
    }

    /// True if `other` was submitted with it. A ticket is used once, so whoever gets it out of its
    /// phase after this has what he asked for; one that is over may answer either.
    @SuppressWarnings("ReferenceEquality") // this very submission is meant
    boolean reportsTo(Completion other) {
        return completion == other;
    }

    long handedOverNanos() {
        return handedOverNanos;
    }

    /// Moves from one phase to another, or answers false: somebody else was first.
    boolean move(int from, int to) {
        return PHASE.compareAndSet(this, from, to);
    }

    /// Moves on from a phase in which nobody competes.
    void finish(int to) {
        PHASE.setRelease(this, to);
    }

    boolean is(int phase) {
        return (int) PHASE.getAcquire(this) == phase;
    }

    /// Tells whoever submitted.
    void complete(@Nullable Fault fault) {
        Completion told = Objects.requireNonNull(completion, "a command completed twice");
        completion = null;
        command = NOTHING;
        told.completed(fault);
    }

    /// The ticket behind this one, if it is linked already.
    @Nullable Ticket next() {
        return (Ticket) NEXT.getAcquire(this);
    }

    /// Links the ticket behind this one.
    void link(Ticket behind) {
        NEXT.setRelease(this, behind);
    }
}
