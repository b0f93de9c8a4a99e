package dev.holdfast.sim.play;

import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.SpaceUsage;
import dev.holdfast.sim.shape.Mark;
import java.util.ArrayList;
import java.util.List;

/// How an episode ends: everything settles, whatever is still good can be read, and nothing is
/// left.
final class Ending {
    private final Stage stage;
    private final Actions actions;
    private final long setAside;
    private final Runnable runIdle;

    /// `runIdle` lets everything happen that can; the manager keeps `setAside` of host memory for
    /// itself.
    Ending(Stage stage, Actions actions, long setAside, Runnable runIdle) {
        this.stage = stage;
        this.actions = actions;
        this.setAside = setAside;
        this.runIdle = runIdle;
    }

    /// Ends it; `abrupt` with all that is in flight, else at rest.
    void end(boolean abrupt) {
        actions.mapping().endAll();
        actions.pinning().unpinAll();
        if (!abrupt) {
            endUses();
            drain();
            rest();
            stage.players().forEach(player -> Leaving.checkBlame(stage, player));
            readAll();
            drain();
            rest();
            actions.capturing().another(runIdle);
            actions.capturing().end();
        }
        close();
        actions.using().expireAll();
        stage.listening().callAll();
        actions.idling().end();
        stage.listening().end();
        actions.adopting().end();
        stage.faults().judge();
        stage.losses().check(stage.manager().counters(), stage.verdict());
        allHasSettled();
        if (stage.troubles().isGivenUp()) {
            // the device comes to, and nobody is there any more
            goOn();
        }
        allIsFree();
        try {
            stage.device().close();
        } catch (IllegalStateException queued) {
            stage.verdict().violated("P6", "the device is not idle: " + queued.getMessage());
        }
    }

    /// What is behind a use goes on when the use has ended; one that is too late ends by itself.
    private void endUses() {
        do {
            while (actions.using().endOne()) {
                // one by one
            }
            runIdle.run();
        } while (actions.using().endOne());
    }

    private void drain() {
        actions.upkeep().settleAll();
        goOn();
        allHasSettled();
    }

    private void goOn() {
        do {
            runIdle.run();
        } while (actions.upkeep().resetAll());
        // a reset that found nothing to take may have begun a capture
        runIdle.run();
    }

    private void allHasSettled() {
        for (WorkTruth work : stage.truth().works()) {
            if (work.accepted && !work.settled) {
                stage.verdict().violated("P6", work + " has not settled, and nothing is under way");
                return;
            }
        }
    }

    private void rest() {
        List<String> violations = stage.manager().audit(true);
        if (!violations.isEmpty()) {
            new WalkReport(stage.verdict()).report(violations);
        }
    }

    /// Reads every object that its owner still has. What is refused needs a reason.
    private void readAll() {
        for (Player player : stage.players()) {
            for (Right right : new ArrayList<>(player.rights)) {
                if (right.isOwner() && !stage.verdict().isReached()) {
                    actions.mapping().map(right, Access.READ);
                    actions.mapping().endAll();
                }
            }
        }
    }

    private void close() {
        for (Player player : stage.players()) {
            player.closed = true;
            for (Right right : player.rights) {
                right.closed = true;
                right.object.closed |= right.isOwner();
            }
        }
        try {
            stage.manager().close();
        } catch (IllegalStateException leaked) {
            String left = String.valueOf(leaked.getMessage());
            new WalkReport(stage.verdict())
                    .report(List.of(left.replaceFirst("^left behind: ", "")));
        }
        // an interrupt of the wait inside was put back for the caller: the play is over
        Thread.interrupted();
    }

    private void allIsFree() {
        SpaceUsage device = stage.manager().deviceUsage();
        SpaceUsage host = stage.manager().hostUsage();
        check("device", device, 0);
        check("host", host, setAside);
        if (device.quarantinedBytes() + host.quarantinedBytes() > 0) {
            stage.marks().met(Mark.QUARANTINE);
        }
    }

    private void check(String region, SpaceUsage usage, long kept) {
        if (usage.freeBytes() + usage.quarantinedBytes() != usage.sizeBytes() - kept) {
            stage.verdict()
                    .violated(
                            "P10",
                            "after the end %d bytes of %s memory are free and %d quarantined, of %d"
                                    .formatted(
                                            usage.freeBytes(),
                                            region,
                                            usage.quarantinedBytes(),
                                            usage.sizeBytes()));
        }
    }
}
