package dev.holdfast.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.soak.DishonestDevice.Lie;
import dev.holdfast.soak.play.Count;
import dev.holdfast.soak.rude.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Soaks of some thousand moves, and of devices that lie. Nothing here looks at a time.
class SoakTest {
    private static final SoakOptions SHORT =
            SoakOptions.defaults().withMostMoves(1500).withMemory(Bytes.mebi(4), Bytes.mebi(16));

    private static SoakReport run(SoakOptions options) throws Exception {
        return Soak.run(options, Devices.named(options.device())::open, (elapsed, tally) -> {});
    }

    private static String violation(Lie lie) throws Exception {
        return violation(SHORT, lie);
    }

    private static String violation(SoakOptions options, Lie lie) throws Exception {
        SoakReport report =
                Soak.run(
                        options.withFaults(Optional.empty()).withMostMoves(20_000),
                        (sizes, workers) ->
                                new DishonestDevice(
                                        Devices.named("soft").open(sizes, workers), lie),
                        (elapsed, tally) -> {});
        return report.violation().orElse("nothing was noticed");
    }

    /// An object's, or those of a report, which is an object too.
    private static void isAboutBytes(String violation) {
        assertTrue(
                violation.contains("and must have 0x")
                        || violation.contains("has left no report of its own"),
                violation);
    }

    private static void isGood(SoakReport report) {
        assertEquals(Optional.empty(), report.violation());
        assertTrue(report.tally().get(Count.WORDS) > 1_000_000, () -> "" + report.figures());
        assertTrue(report.counters().get(Counter.EVICTIONS) > 100, () -> "" + report.figures());
        assertTrue(report.plan().injected() > 10, () -> "" + report.figures());
        assertTrue(report.tally().get(Count.BORROWED) > 100, () -> "" + report.figures());
    }

    private static void requireOpenCl() {
        try (var workers = new PlatformWorkers("trial");
                var opened =
                        Devices.named("opencl").open(DeviceOptions.of(1 << 20, 1 << 20), workers)) {
            assertTrue(opened.lost().isEmpty());
        } catch (IllegalArgumentException none) {
            String why = "not run: " + none.getMessage();
            if ("1".equals(System.getenv("HOLDFAST_REQUIRE_OPENCL"))) {
                fail(why);
            }
            abort(why);
        }
    }

    @Test
    void withScatteredMemory() throws Exception {
        isGood(run(SHORT));
    }

    @Test
    void withoutAddressSpaces() throws Exception {
        isGood(run(SHORT.withDevice("soft-flat").withSeed(2)));
    }

    @Test
    void onOpenCl() throws Exception {
        requireOpenCl();
        isGood(run(SHORT.withDevice("opencl").withSeed(3)));
    }

    /// Breaks if the manager lets anything that is thrown around it cost what it must not, or if
    /// one kind of rudeness is never met.
    private static void endsWellThoughAllAreRude(SoakOptions options) throws Exception {
        SoakReport report = run(options.withRude());

        isGood(report);
        boolean tables = options.device().equals("soft");
        for (Kind kind : Kind.values()) {
            assertTrue(
                    report.rudeness().given(kind) > 0 || (kind.isOfTables() && !tables),
                    () -> kind + ": " + report.figures());
        }
        assertTrue(report.tally().get(Count.TOLD_REFUSED) > 0, () -> "" + report.figures());
        assertTrue(report.tally().get(Count.SOURCES_LOST) > 0, () -> "" + report.figures());
    }

    @Test
    void withScatteredMemoryAmongTheRude() throws Exception {
        endsWellThoughAllAreRude(SHORT.withSeed(5));
    }

    @Test
    void withoutAddressSpacesAmongTheRude() throws Exception {
        endsWellThoughAllAreRude(SHORT.withDevice("soft-flat").withSeed(6));
    }

    @Test
    void onOpenClAmongTheRude() throws Exception {
        requireOpenCl();
        endsWellThoughAllAreRude(SHORT.withDevice("opencl").withSeed(7));
    }

    @Test
    void aBitThatIsFlippedIsNoticedAmongTheRude() throws Exception {
        isAboutBytes(violation(SHORT.withRude(), Lie.FLIPS_A_BIT));
    }

    @Test
    void aFailureWithoutAReasonIsNoticedAmongTheRude() throws Exception {
        String violation = violation(SHORT.withRude(), Lie.FAILS_KERNELS);

        assertTrue(violation.contains("failed without a reason"), violation);
        assertTrue(violation.contains("for no reason"), violation);
    }

    @Test
    void whereNearlyEveryCopyFailsContentIsLostByName() throws Exception {
        SoakReport report = run(SHORT.withFaults(Optional.of("95%")).withSeed(4));

        assertEquals(Optional.empty(), report.violation());
        assertTrue(report.tally().get(Count.LOST_BY_NAME) > 0, () -> "" + report.figures());
    }

    @Test
    void aBitThatIsFlippedInACopyIsNoticed() throws Exception {
        isAboutBytes(violation(Lie.FLIPS_A_BIT));
    }

    @Test
    void aCopyThatIsNotDoneIsNoticed() throws Exception {
        isAboutBytes(violation(Lie.SKIPS_COPIES));
    }

    @Test
    void aClearThatIsNotDoneShowsForeignBytes() throws Exception {
        String violation = violation(Lie.SKIPS_CLEARS);

        assertTrue(violation.startsWith("P1: "), violation);
        assertTrue(violation.contains("and must have 0x0000000000000000, zeros"), violation);
    }

    @Test
    void aFailureWithoutAReasonIsNoticed() throws Exception {
        String violation = violation(Lie.FAILS_KERNELS);

        assertTrue(violation.contains("failed without a reason"), violation);
        assertTrue(violation.contains("for no reason"), violation);
    }
}
