package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.Installed;
import dev.holdfast.cli.trace.BuiltInTrainingStep;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceInterleaving;
import dev.holdfast.device.fault.FaultSpec;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Replays with the kernel in OpenCL C: what they find is what the kernel in Java finds. Not run
/// where there is no OpenCL, unless `HOLDFAST_REQUIRE_OPENCL=1` says that it ought to be there.
class OpenClReplayTest {
    private static final ReplayOptions QUARTER =
            ReplayOptions.defaults().withDeviceMemory(MemorySize.parse("25%"));

    @BeforeEach
    void require() throws Exception {
        Installed.require("opencl");
    }

    private static Trace tenants(int clients) throws Exception {
        return new TraceInterleaving(clients, 1)
                .of(BuiltInTrainingStep.DEFAULT.trace().scaled(0.01 / clients));
    }

    private static void isAsOnSoft(int clients, ReplayOptions options) throws Exception {
        Trace trace = tenants(clients);
        String digest = SmallTrace.run(trace, QUARTER).verification().digest();

        ReplayReport report = SmallTrace.run(trace, options.withDevice("opencl"));

        assertTrue(report.isGood(), report::toString);
        assertEquals(digest, report.verification().digest());
        assertTrue(report.timing().computeNanos().isEmpty(), "nobody has timed a kernel");
    }

    @Test
    void oneClient() throws Exception {
        isAsOnSoft(1, QUARTER);
    }

    @Test
    void fourClientsWhereCopiesAndClearsFail() throws Exception {
        isAsOnSoft(
                4,
                QUARTER.withFaults(
                        List.of(
                                FaultSpec.parse("copy-in:fail@10%"),
                                FaultSpec.parse("copy-out:fail@10%"),
                                FaultSpec.parse("clear:fail@10%"))));
    }

    @Test
    void onASecondDevice() throws Exception {
        isAsOnSoft(2, QUARTER.withSuspendAt(Set.of(300L)));
    }
}
