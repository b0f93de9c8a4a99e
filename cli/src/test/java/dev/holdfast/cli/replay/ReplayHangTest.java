package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.trace.BuiltInTrainingStep;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.cli.trace.TraceInterleaving;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A replay in which something hangs comes to its end.
class ReplayHangTest {
    private static ReplayReport run(Trace trace, String... faults) {
        return SmallTrace.run(
                trace,
                ReplayOptions.defaults()
                        .withDeviceMemory(MemorySize.parse("25%"))
                        .withFaults(Stream.of(faults).map(FaultSpec::parse).toList())
                        .withWatchdog(Duration.ofMillis(300)));
    }

    private static Trace step(double scale) {
        try {
            return BuiltInTrainingStep.DEFAULT.trace().scaled(scale);
        } catch (TraceException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Trace tenants(int clients) {
        try {
            return new TraceInterleaving(clients, 1).of(step(0.01 / clients));
        } catch (TraceException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void assertNothingIsWrong(ReplayReport report) {
        Verification found = report.verification();
        assertEquals(0, found.mismatchedReads(), report::toString);
        assertEquals(found.reads(), found.verifiedReads() + found.skippedReads());
        assertEquals(List.of(), report.leaks());
    }

    @Test
    @Scenario(
            value = {"I6", "I8", "I15"},
            breaks = "a hung kernel costs others than its own client their reads")
    void aKernelThatHangsCostsItsOwnClientAlone() {
        Trace trace = tenants(4);
        ReplayReport report = run(trace, "kernel:hang@#700");

        assertNothingIsWrong(report);
        assertEquals(1, report.traffic().resets());
        assertFalse(report.isGood());
        assertFalse(report.verification().skips().isEmpty());
        List<SkippedOp> skips = report.verification().skips();
        assertEquals(1, skips.stream().map(SkippedOp::client).distinct().count(), skips::toString);
        assertTrue(skips.stream().allMatch(skip -> skip.fault().contains("REVOKED")));
        long ofOne = trace.ops().stream().mapToLong(op -> op.reads().size()).sum() / 4;
        assertTrue(report.verification().verifiedReads() > 3 * ofOne);
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy-in:hang@#3", "copy-out:hang@#3"})
    @Scenario(value = "I9", breaks = "a copy that hung and was taken is not repaired")
    void aCopyThatHangsIsTakenAndRepaired(String fault) {
        ReplayReport report = run(step(0.02), fault);

        assertTrue(report.isGood(), report::toString);
        assertEquals(1, report.traffic().resets());
        assertEquals(1, report.traffic().copiesRepairedByHost());
        assertEquals(run(step(0.02)).verification().digest(), report.verification().digest());
    }

    @Test
    @Scenario(value = "I11", breaks = "a device that is lost behind a hang is waited for")
    void aHangThatIsFollowedByALossEnds() {
        ReplayReport report = run(step(0.02), "kernel:hang@#100", "device:lose@#400");

        assertNothingIsWrong(report);
        assertFalse(report.isGood());
        assertEquals(2, report.faultsInjected());
    }

    @Test
    @Scenario(value = "I1", breaks = "a device that is lost is given work, and repaired from")
    void aLossEndsAndCostsWhatDependsOnIt() {
        // early enough that the window cannot hold all that comes after it
        ReplayReport report = run(step(0.02), "device:lose@#150");

        assertNothingIsWrong(report);
        assertEquals(0, report.traffic().resets());
        assertTrue(report.verification().verifiedReads() > 0);
        assertTrue(report.verification().refusals() > 0, "later work is refused at once");
    }

    @Test
    @Scenario(
            value = {"10", "44"},
            breaks = "what was given up unstopped and hung besides leaves its memory to others")
    void hangsAmongKernelsThatAreNotStoppedDoNoHarm() {
        ReplayReport report = run(step(0.02), "kernel:linger@2%", "kernel:hang@#200");

        assertNothingIsWrong(report);
        assertTrue(report.traffic().resets() <= 1);
    }
}
