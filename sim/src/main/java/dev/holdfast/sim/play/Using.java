package dev.holdfast.sim.play;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.UseOutcome;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.sim.oracle.Word;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.world.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Uses by commands of a client's own. Whoever uses objects must find what was written last, find
/// it still there until he is done, and what he writes is what everybody finds who comes after.
///
/// He may be cut off in two ways. An interrupted wait gives the use up: nobody can see when, and
/// what it was to write is unknown from then on. A use that takes too long counts as a command that
/// could not be stopped: what it was to write has failed.
final class Using {
    private static final int MOST = 3;
    private static final Duration NEVER = Duration.ofDays(1000);
    private static final Access[] ACCESSES = {
        Access.READ, Access.READ, Access.READ_WRITE, Access.OVERWRITE
    };
    private static final WorkTruth.Plan NO_PLAN =
            new WorkTruth.Plan(WorkTruth.ThrowsAt.NEVER, 0, 0, 0);

    private final Stage stage;
    private final Chance chance;
    private final List<InUse> open = new ArrayList<>();
    private final long[] tile;
    private long over;

    Using(Stage stage) {
        this.stage = stage;
        this.chance = stage.chance();
        this.tile = new long[stage.shape().get(Dial.WORDS)];
    }

    private long nowNanos() {
        return stage.workers().ticker().ranNanos();
    }

    /// Begins a use; waits for it. False if nothing has changed.
    boolean begin() {
        Player player = stage.anyPlayer();
        boolean full = player.unsettled >= stage.shape().get(Dial.WINDOW);
        boolean placed =
                player.deferred.isEmpty() && player.asking == 0 && stage.troubles().mayWait();
        if (open.size() >= MOST || player.rights.isEmpty() || full || !placed) {
            return false;
        }
        WorkTruth truth = truth(player);
        if (truth == null) {
            return false;
        }
        stage.truth().add(truth);
        int longest = stage.shape().get(Dial.USE_NANOS);
        Duration limit = longest == 0 ? NEVER : Duration.ofNanos(chance.between(1, longest));
        Work work = Work.outside(Integer.toString(truth.index)).timeLimit(limit);
        for (int i = 0; i < truth.rights.length; i++) {
            work.with(truth.rights[i].handle, truth.accesses[i]);
        }
        return begin(truth, work, limit.toNanos());
    }

    private @Nullable WorkTruth truth(Player player) {
        List<Right> rights = new ArrayList<>(2);
        List<Access> accesses = new ArrayList<>(2);
        int count = chance.between(1, 2);
        for (int i = 0; i < count; i++) {
            Right right = player.rights.get(chance.below(player.rights.size()));
            Access access = ACCESSES[chance.below(ACCESSES.length)];
            boolean worn = right.object.versions >= Word.VERSIONS - 2;
            access = worn || !right.allows(access) ? Access.READ : access;
            boolean hopeless = right.isOver() || right.object.isMappedAgainst(access);
            boolean named = rights.stream().anyMatch(other -> other.object == right.object);
            if (!named && (!hopeless || chance.oneIn(8))) {
                rights.add(right);
                accesses.add(access);
            }
        }
        if (rights.isEmpty()) {
            return null;
        }
        WorkTruth truth =
                new WorkTruth(
                        stage.truth().nextWork(),
                        rights,
                        accesses,
                        NO_PLAN,
                        List.of(),
                        1,
                        0,
                        stage.faults());
        truth.outside = true;
        return truth;
    }

    private boolean begin(WorkTruth truth, Work work, long limitNanos) {
        Player player = truth.player;
        player.asking++;
        stage.troubles().awaitsUse(true);
        try {
            return switch (player.client.use(work)) {
                case UseOutcome.InUse(var use) -> {
                    begun(new InUse(truth, use, nowNanos() + limitNanos));
                    yield true;
                }
                case UseOutcome.Refused(Refusal reason) -> refused(truth, reason);
                case UseOutcome.WindowFull full -> {
                    stage.marks().met(Mark.FULL_WINDOW);
                    yield false;
                }
            };
        } catch (InterruptedException interrupted) {
            stage.marks().met(Mark.USE_LEFT);
            stage.journal().note(truth + " is not waited for any more");
            // whenever it would have begun it ends at once: nobody is told
            player.left++;
            return true;
        } catch (IllegalStateException closed) {
            boolean reason = player.closed;
            for (Right right : truth.rights) {
                reason |= right.isOver();
            }
            if (!reason) {
                throw closed;
            }
            return false;
        } finally {
            stage.troubles().awaitsUse(false);
            player.asking--;
        }
    }

    private boolean refused(WorkTruth truth, Refusal reason) {
        if (!truth.placed) {
            stage.refusals()
                    .refused(
                            new RefusalJudge.Asked(
                                    truth, truth.rights, truth.accesses, false, null),
                            reason);
            return false;
        }
        if (reason instanceof Refusal.ContentFault(String name, Fault fault)) {
            truth.accepted = true;
            truth.settled = true;
            stage.faults().settled(truth, fault);
        } else {
            stage.verdict()
                    .violated("P8", truth + " was placed, and then refused: " + reason.message());
        }
        return true;
    }

    private void begun(InUse begun) {
        WorkTruth truth = begun.truth;
        if (!truth.placed) {
            stage.verdict().violated("P6", truth + " has begun, and was never placed");
            return;
        }
        truth.accepted = true;
        truth.player.unsettled++;
        stage.journal().note("begins: " + truth);
        open.add(begun);
        for (Use use : truth.uses) {
            Version found = use.expected;
            if (use.access.reads() && found != null && (found.isBad() || found.isPending())) {
                String why = found.isBad() ? " had failed" : " is not there yet";
                stage.verdict().violated("P2", truth + " has begun, and " + found + why);
            }
        }
        look(begun);
    }

    /// Every word of everything. What a kernel may have harmed that was not stopped says nothing.
    private void look(InUse inUse) {
        if (isSpoilt()) {
            return;
        }
        for (Use use : inUse.truth.uses) {
            ObjectTruth object = use.object;
            stage.shared().read(inUse.ranges(object), tile, object.words);
            Version expected = inUse.wrote ? use.made : null;
            if (expected == null && use.access.reads()) {
                expected = use.expected;
            }
            if (expected == null || expected.isUnknown() || expected.doubted) {
                stage.verdict().report(stage.words().glance(object, tile, inUse.truth));
            } else {
                stage.verdict().report(stage.words().verify(expected, tile, inUse.truth));
            }
        }
    }

    private boolean isSpoilt() {
        return stage.troubles().isDeviceLost() || stage.troubles().mayBeUnstopped();
    }

    private void write(InUse inUse) {
        for (Use use : inUse.truth.uses) {
            if (use.made != null) {
                Words.write(use.made, tile, use.object.words);
                stage.shared().write(inUse.ranges(use.object), tile, use.object.words);
            }
        }
        inUse.wrote = true;
    }

    /// Goes on with a use: looks again, writes, ends it. False if nothing has changed.
    boolean goOn() {
        if (open.isEmpty()) {
            return false;
        }
        InUse inUse = open.get(chance.below(open.size()));
        if (nowNanos() >= inUse.dueNanos) {
            return expire(inUse);
        }
        look(inUse);
        SettableFence done = inUse.done;
        if (done != null) {
            settle(inUse, done);
        } else if (!inUse.wrote && chance.oneIn(2)) {
            write(inUse);
        } else {
            end(inUse);
        }
        return true;
    }

    /// Whether its time is up is certain once everything that was due has happened.
    private boolean expire(InUse inUse) {
        if (stage.workers().ticker().isDue()) {
            return false;
        }
        expired(inUse);
        return true;
    }

    private void expired(InUse inUse) {
        open.remove(inUse);
        over++;
        stage.marks().met(Mark.USE_EXPIRED);
        inUse.use.close();
        WorkTruth truth = inUse.truth;
        truth.player.unsettled--;
        truth.settled = true;
        if (stage.shape().get(Dial.UNSTEADY_ONE_IN) > 0) {
            // of the time around a pause nobody can say whose it was: perhaps he was not too late
            truth.accepted = false;
            return;
        }
        stage.faults()
                .ended(truth, Fault.of(FaultKind.UNSTOPPED, truth + " was not ended in time"));
    }

    private void end(InUse inUse) {
        if (!inUse.wrote) {
            write(inUse);
        }
        if (chance.oneIn(3)) {
            SettableFence done = new SettableFence();
            inUse.done = done;
            inUse.use.close(done);
            return;
        }
        inUse.use.close();
        ended(inUse, null);
    }

    /// What its own commands come to.
    private void settle(InUse inUse, SettableFence done) {
        if (chance.oneIn(3)) {
            Fault own = Fault.of(FaultKind.FOREIGN_FAILED, "the commands of " + inUse.truth);
            done.fail(own);
            String turn = "turn \"" + inUse.truth.index + "\" failed";
            ended(inUse, Fault.causedBy(FaultKind.FOREIGN_FAILED, turn, own));
        } else {
            done.signal();
            ended(inUse, null);
        }
    }

    private void ended(InUse inUse, @Nullable Fault fault) {
        open.remove(inUse);
        over++;
        WorkTruth truth = inUse.truth;
        stage.journal().note("ends: " + truth);
        truth.player.unsettled--;
        truth.ran = fault == null;
        truth.settled = true;
        stage.marks().met(Mark.USED);
        if (isSpoilt()) {
            // whether it counts is for the manager to say
            truth.accepted = false;
            return;
        }
        if (fault == null) {
            stage.faults().settled(truth, null);
        } else {
            stage.faults().ended(truth, fault);
        }
    }

    /// How many have ended.
    long over() {
        return over;
    }

    /// Nothing is under way: notes of all whose time is up that they were too late.
    void expireAll() {
        for (InUse inUse : new ArrayList<>(open)) {
            if (nowNanos() >= inUse.dueNanos) {
                expired(inUse);
                stage.journal().note("too late: " + inUse.truth);
            }
        }
    }

    /// Ends one of them, in time or not. False if there is none that can be ended now.
    boolean endOne() {
        for (InUse inUse : new ArrayList<>(open)) {
            if (nowNanos() >= inUse.dueNanos) {
                if (expire(inUse)) {
                    return true;
                }
            } else {
                look(inUse);
                SettableFence done = inUse.done;
                if (done == null) {
                    write(inUse);
                    inUse.use.close();
                    ended(inUse, null);
                } else {
                    settle(inUse, done);
                }
                return true;
            }
        }
        return false;
    }

    /// True if somebody is at `object` by commands of his own, and has said no end of it.
    boolean isAt(ObjectTruth object) {
        for (InUse inUse : open) {
            for (Use use : inUse.truth.uses) {
                if (use.object == object && nowNanos() < inUse.dueNanos) {
                    return true;
                }
            }
        }
        return false;
    }
}
