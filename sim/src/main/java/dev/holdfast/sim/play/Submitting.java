package dev.holdfast.sim.play;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.sim.oracle.Word;
import dev.holdfast.sim.shape.ActionKind;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.world.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Work of all kinds: what a kernel does with one to four objects.
final class Submitting implements Action {
    private static final Access[] ACCESSES = {
        Access.READ,
        Access.READ,
        Access.READ,
        Access.READ_WRITE,
        Access.READ_WRITE,
        Access.OVERWRITE,
        Access.OVERWRITE
    };
    private static final WorkTruth.ThrowsAt[] THROWS = {
        WorkTruth.ThrowsAt.FIRST, WorkTruth.ThrowsAt.HALFWAY, WorkTruth.ThrowsAt.LAST
    };

    /// Of so many kernels one writes less than it has said.
    private static final int LEAVES_OUT_ONE_IN = 12;

    private final Stage stage;
    private final Chance chance;
    private final Upkeep upkeep;
    private final RudeCallbacks rude;

    Submitting(Stage stage, Upkeep upkeep, RudeCallbacks rude) {
        this.rude = rude;
        this.stage = stage;
        this.chance = stage.chance();
        this.upkeep = upkeep;
    }

    @Override
    public boolean act() {
        Player player = stage.anyPlayer();
        boolean full = player.unsettled >= stage.shape().get(Dial.WINDOW);
        if (player.rights.isEmpty() || (full && !chance.oneIn(8))) {
            return false;
        }
        List<Right> rights = new ArrayList<>(4);
        List<Access> accesses = new ArrayList<>(4);
        choose(player, rights, accesses);
        WorkTruth truth = truth(rights, accesses);
        stage.truth().add(truth);
        return submit(truth, work(truth));
    }

    private void choose(Player player, List<Right> rights, List<Access> accesses) {
        int count = chance.oneIn(2) ? 1 : chance.between(1, 4);
        for (int i = 0; i < count; i++) {
            Right right = player.rights.get(chance.below(player.rights.size()));
            Access access = ACCESSES[chance.below(ACCESSES.length)];
            boolean hopeless = right.isOver() || right.object.isMappedAgainst(access);
            if (hopeless && !chance.oneIn(8)) {
                continue;
            }
            rights.add(right);
            accesses.add(sensible(right, access));
        }
        if (rights.isEmpty()) {
            rights.add(player.rights.getFirst());
            accesses.add(Access.READ);
        }
    }

    /// What is refused for certain is tried now and then, not always.
    private Access sensible(Right right, Access access) {
        if (access.writes() && right.object.versions >= Word.VERSIONS - 1) {
            return Access.READ;
        }
        if (!right.allows(access) && !chance.oneIn(20)) {
            return Access.READ;
        }
        if (access.reads() && right.object.current.isBad() && right.mayWrite && !chance.oneIn(3)) {
            return Access.OVERWRITE;
        }
        return access;
    }

    private WorkTruth truth(List<Right> rights, List<Access> accesses) {
        List<SettableFence> foreign =
                chance.percent(stage.shape().get(Dial.FOREIGN)) ? upkeep.foreign() : List.of();
        return new WorkTruth(
                stage.truth().nextWork(),
                rights,
                accesses,
                plan(),
                foreign,
                chance.between(1, stage.shape().get(Dial.DEADLINE_NANOS)),
                limit(),
                stage.faults());
    }

    /// One that a kernel often keeps, and sometimes does not.
    private long limit() {
        boolean limited = chance.percent(stage.shape().get(Dial.TIME_LIMITS));
        return limited ? chance.between(5_000, 200_000) : 0;
    }

    private WorkTruth.Plan plan() {
        boolean fails = chance.percent(stage.shape().get(Dial.KERNEL_FAULTS));
        int longest = stage.shape().get(Dial.KERNEL_NANOS);
        return new WorkTruth.Plan(
                fails ? THROWS[chance.below(THROWS.length)] : WorkTruth.ThrowsAt.NEVER,
                fails ? chance.between(1, 32) : 0,
                longest > 0 && chance.oneIn(2) ? chance.between(1, longest) : 0,
                chance.oneIn(LEAVES_OUT_ONE_IN) ? chance.between(1, 8) : 0);
    }

    private Work work(WorkTruth truth) {
        String name = Integer.toString(truth.index);
        truth.dispatches = dispatches(truth);
        long[] numbers = {truth.index, truth.plan.nanos()};
        Work work =
                truth.index % 2 == 0
                        ? Work.named(name, stage.kernel(), numbers)
                        : Work.dispatched(name, stage.kernel(), truth.dispatches, numbers);
        for (int i = 0; i < truth.rights.length; i++) {
            work.with(truth.rights[i].handle, truth.accesses[i]);
            if (chance.oneIn(3)) {
                work.captured();
                truth.flagged[i] = true;
            }
        }
        if (truth.limitNanos > 0) {
            work.timeLimit(Duration.ofNanos(truth.limitNanos));
        }
        for (SettableFence fence : truth.foreign) {
            work.after(fence);
        }
        return truth.foreign.isEmpty() ? work : work.within(Duration.ofNanos(truth.deadlineNanos));
    }

    /// What a device in front of which nobody spreads anything must be given as it was said.
    private static List<Dispatch> dispatches(WorkTruth truth) {
        if (truth.index % 8 != 1) {
            return List.of();
        }
        var slot = new Dispatch.Slot.Argument(truth.rights.length - 1);
        return List.of(new Dispatch(List.of(1L + truth.index), List.of(), List.of(slot)));
    }

    private boolean submit(WorkTruth truth, Work work) {
        Player player = truth.player;
        player.asking++;
        try {
            SubmitOutcome outcome = player.client.trySubmit(work);
            boolean changed = answered(truth, outcome);
            boolean waits =
                    outcome instanceof SubmitOutcome.WindowFull
                            && chance.oneIn(4)
                            && stage.troubles().mayWait();
            return waits ? waitAndSubmit(truth, work) : changed;
        } finally {
            player.asking--;
        }
    }

    private boolean waitAndSubmit(WorkTruth truth, Work work) {
        Player player = truth.player;
        long before = stage.troubles().suspensions();
        try {
            SubmitOutcome outcome = player.client.submit(work);
            boolean over =
                    outcome instanceof SubmitOutcome.Refused(Refusal.Suspended suspended)
                            && stage.troubles().suspensions() != before;
            // it waited for longer than that took, and its kernel is of no use
            return !over && answered(truth, outcome);
        } catch (InterruptedException interrupted) {
            return false;
        } catch (IllegalStateException closed) {
            boolean reason = player.closed;
            for (Right right : truth.rights) {
                reason |= right.closed;
            }
            if (!reason) {
                throw closed;
            }
            return false;
        }
    }

    /// Of a use that nobody ends in time it is not certain at once that it counts no more.
    private void countInFlight(Player player) {
        int window = stage.shape().get(Dial.WINDOW);
        if (player.unsettled > window && stage.shape().get(Dial.USE_NANOS) == 0) {
            stage.verdict()
                    .violated(
                            "P10",
                            "%s has %d in flight of %d"
                                    .formatted(player, player.unsettled, window));
        }
    }

    private boolean answered(WorkTruth truth, SubmitOutcome outcome) {
        return switch (outcome) {
            case SubmitOutcome.Submitted(var fence) -> {
                if (stage.journal().isOn()) {
                    stage.journal().note("accepted: " + truth.describe());
                }
                rude.on(fence);
                Forbidden.watch(stage, truth, fence);
                truth.accepted(fence, stage.workers().ticker().ranNanos());
                countInFlight(truth.player);
                if (stage.shape().does(ActionKind.LISTEN) && chance.oneIn(8)) {
                    stage.listening().listen(truth, fence);
                }
                yield true;
            }
            case SubmitOutcome.Refused(var reason) -> {
                stage.refusals()
                        .refused(
                                new RefusalJudge.Asked(
                                        truth, truth.rights, truth.accesses, false, null),
                                reason);
                yield false;
            }
            case SubmitOutcome.WindowFull full -> {
                stage.marks().met(Mark.FULL_WINDOW);
                int window = stage.shape().get(Dial.WINDOW);
                if (truth.player.inFlight() < window) {
                    stage.verdict()
                            .violated(
                                    "P10",
                                    "%s has %d in flight of %d, and its window is full"
                                            .formatted(
                                                    truth.player, truth.player.unsettled, window));
                }
                yield false;
            }
        };
    }
}
