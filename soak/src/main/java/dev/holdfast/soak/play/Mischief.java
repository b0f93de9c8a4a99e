package dev.holdfast.soak.play;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.soak.rude.Kind;
import dev.holdfast.soak.rude.Rudeness;

/// What a lane does between its moves where everybody is rude: memory that it has lent goes, and
/// queues are reset.
final class Mischief {
    private static final int VANISHINGS = 40;
    private static final int RESETS = 80;

    private final Stage stage;
    private final Rudeness rudeness;
    private final Owning owning;

    Mischief(Stage stage, Owning owning) {
        this.stage = stage;
        this.rudeness = stage.rudeness;
        this.owning = owning;
    }

    void afterMove() {
        stage.surroundings.moved();
        if (rudeness.oneIn(VANISHINGS)) {
            owning.vanishOne();
        }
        if (rudeness.oneIn(RESETS)) {
            reset();
        }
    }

    /// Takes what a queue is at, whoever's it is.
    private void reset() {
        QueueKind[] kinds = QueueKind.values();
        rudeness.count(Kind.RESET_ASKED);
        switch (stage.manager.reset(kinds[rudeness.below(kinds.length)])) {
            case ResetOutcome.Reset() -> stage.tally.count(Count.RESETS);
            case ResetOutcome.Idle() -> {}
            case ResetOutcome.NotPossible(String reason) -> {
                if (Rudeness.isMarked(reason) && !rudeness.use(reason, Kind.RESET_THREW)) {
                    stage.verdict.violated("P8", "no reset has thrown this: " + reason);
                }
            }
        }
    }
}
