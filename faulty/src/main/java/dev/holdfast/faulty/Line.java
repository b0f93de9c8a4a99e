package dev.holdfast.faulty;

import dev.holdfast.device.Ticker;
import dev.holdfast.device.fault.Fault;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The commands of one queue that have not completed, in the order in which they came: first those
/// that the device behind was given, then those that wait here.
///
///     completes next → [ given … given | waiting … waiting ] ← submitted
///
/// It says which is to be handed on next and which is to complete next, and lets one thread at a
/// time do each. Nobody is called while its monitor is held but the ticker.
final class Line {
    private final Loss loss;

    // guarded by this
    private final ArrayDeque<Errand> given = new ArrayDeque<>();
    private final ArrayDeque<Errand> waiting = new ArrayDeque<>();
    private boolean handingOn;
    private @Nullable Thread deliverer;
    private int behind;
    private long unseenBehind;
    private boolean closed;

    // written under this
    private volatile int reordered;

    /// Nothing yet. After the `loss` there is no order but to complete.
    Line(Loss loss) {
        this.loss = loss;
    }

    /// Adds at the end.
    synchronized void add(Errand errand) {
        waiting.addLast(errand);
    }

    /// True if nothing may be added.
    synchronized boolean isClosed() {
        return closed;
    }

    /// The next command to be handed on, with the right to hand on, if there is one and nobody has
    /// the right.
    synchronized @Nullable Errand toHandOn() {
        return handingOn ? null : nextToHandOn();
    }

    /// As [#toHandOn], for whoever has the right, and loses it if there is none.
    synchronized @Nullable Errand nextToHandOn() {
        Errand last = given.peekLast();
        Errand next = waiting.peekFirst();
        handingOn =
                next != null
                        && !next.loses()
                        && (last == null || !last.holdsUp())
                        && !loss.isLost();
        if (!handingOn) {
            return null;
        }
        waiting.removeFirst();
        given.addLast(Objects.requireNonNull(next));
        behind++;
        return next;
    }

    /// The device behind would not take it. Takes it out of the line if its caller can be told.
    synchronized boolean refused(Errand errand, RuntimeException refusal, Fault fault) {
        if (errand.callerWaits) {
            behind--;
            errand.refusal = refusal;
            given.removeLastOccurrence(errand);
            return true;
        }
        over(errand, fault);
        unseenBehind++;
        return false;
    }

    /// The call that submitted it returns; throws what the device behind refused it with.
    synchronized void returning(Errand errand) {
        errand.callerWaits = false;
        if (errand.refusal != null) {
            throw errand.refusal;
        }
    }

    /// The device behind has done with it, and it completes in its turn.
    synchronized void over(Errand errand, @Nullable Fault fault) {
        behind--;
        errand.stage = Errand.Stage.OVER;
        errand.fault = fault;
    }

    /// The device behind has done with it, and it stays where it is until somebody lets go.
    synchronized void stall(Errand errand) {
        behind--;
        errand.stage = Errand.Stage.STALLED;
        reordered += errand.isReordered() ? 1 : 0;
    }

    /// As [#stall], but no longer than until `wake` runs.
    synchronized void stall(Errand errand, Ticker ticker, long nanos, Runnable wake) {
        stall(errand);
        errand.alarm = ticker.schedule(nanos, wake);
    }

    /// Lets one go that is stalled; false if it was not.
    synchronized boolean letGo(Errand errand) {
        if (errand.stage != Errand.Stage.STALLED) {
            return false;
        }
        errand.stage = Errand.Stage.OVER;
        reordered -= errand.isReordered() ? 1 : 0;
        if (errand.alarm != null) {
            errand.alarm.cancel();
        }
        return true;
    }

    /// True if completions wait for one of another queue.
    boolean hasReordered() {
        return reordered > 0;
    }

    /// Lets all of those go; false if there were none.
    synchronized boolean letReorderedGo() {
        int before = reordered;
        for (Iterator<Errand> each = given.iterator(); reordered > 0; ) {
            Errand errand = each.next();
            if (errand.isReordered()) {
                letGo(errand);
            }
        }
        return before > 0;
    }

    /// The command that is to complete next, if the device behind has it or has had it.
    synchronized @Nullable Errand next() {
        return given.peekFirst();
    }

    /// Takes the command that is to complete next by force; false if it is not stalled, or if it is
    /// not `only`.
    @SuppressWarnings("ReferenceEquality") // this very command is meant
    synchronized boolean takeStalled(@Nullable Errand only) {
        Errand first = given.peekFirst();
        if (first == null || (only != null && first != only) || !letGo(first)) {
            return false;
        }
        first.fault = first.revoked();
        return true;
    }

    /// The next command to complete, taken out of the line, with the right to complete, if there is
    /// one and nobody has the right.
    synchronized @Nullable Errand toComplete() {
        return deliverer != null ? null : nextToComplete();
    }

    /// As [#toComplete], for whoever has the right, and loses it if there is none.
    synchronized @Nullable Errand nextToComplete() {
        Errand next = loss.isLost() ? nextLost() : nextOver();
        deliverer = next == null ? null : Thread.currentThread();
        return next;
    }

    /// The right to complete is given back without a look at the next.
    synchronized void giveUpCompleting() {
        deliverer = null;
    }

    private @Nullable Errand nextOver() {
        Errand first = given.peekFirst();
        return first != null && first.stage == Errand.Stage.OVER ? given.removeFirst() : null;
    }

    private @Nullable Errand nextLost() {
        if (!loss.isOver()) {
            return null;
        }
        Errand next = given.pollFirst();
        if (next == null) {
            next = waiting.pollFirst();
            unseenBehind += next == null ? 0 : 1;
        }
        if (next != null) {
            letGo(next);
            next.fault = loss.fault().orElse(null);
        }
        return next;
    }

    /// True if everything has completed, or is about to.
    synchronized boolean isEmpty() {
        return given.isEmpty() && waiting.isEmpty();
    }

    /// True if the device behind has a command.
    synchronized boolean isBusyBehind() {
        return behind > 0;
    }

    /// How many commands completed that the device behind never had.
    synchronized long unseenBehind() {
        return unseenBehind;
    }

    /// True if the current thread is completing a command of this line.
    synchronized boolean isCompletingHere() {
        return deliverer != null && deliverer.equals(Thread.currentThread());
    }

    /// Closes; or answers what is still there, in words, and nothing is closed.
    synchronized @Nullable String close(String queue) {
        int left = given.size() + waiting.size();
        closed = left == 0;
        if (closed) {
            return null;
        }
        Errand first = given.isEmpty() ? waiting.getFirst() : given.getFirst();
        return left
                + (left == 1 ? " command is" : " commands are")
                + " still queued for "
                + queue
                + "; the first "
                + first.standing()
                + ": "
                + first;
    }

    /// Takes commands again.
    synchronized void reopen() {
        closed = false;
    }
}
