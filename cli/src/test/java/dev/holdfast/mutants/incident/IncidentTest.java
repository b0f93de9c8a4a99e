package dev.holdfast.mutants.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The incidents as they go here, with every protection in place.
class IncidentTest {
    private static void holds(Optional<String> wrongWords) {
        assertEquals(Optional.empty(), wrongWords);
    }

    @Test
    void aLoadWaitsForThoseWhoStillReadTheSpaceItGoesInto() {
        holds(WriteAfterRead.play());
    }

    @Test
    void aCopyThatFailsShowsNobodyWhatLayInItsTarget() {
        holds(FailedCopy.play());
    }

    @Test
    void aMappingDoesNotComeBackBeforeTheCopyThatItWaitsFor() {
        holds(NeverCopied.play());
    }

    @Test
    void twoTenantsThatArePagedInAndOutSeeTheirOwnWordsOnly() {
        holds(TenantSwap.play());
    }

    @Test
    void aReloadWaitsForTheSpillThatItReadsFrom() {
        holds(PrematurePublish.play());
    }

    @Test
    void whateverADriverTakesAProcessDownWithIsInTheFileByThen() {
        holds(TakenDown.play());
    }

    @Test
    void whoeverSwapsThroughTheLastFreeSpaceComesThrough() {
        holds(InvisibleWait.play());
    }

    @Test
    void spaceThatTwoQueuesUseWaitsForBoth() {
        holds(MovedEvent.play());
    }

    @Test
    void spaceThatGrewTogetherWaitsForTheReadersOfBothParts() {
        holds(MergedSpace.play());
    }
}
