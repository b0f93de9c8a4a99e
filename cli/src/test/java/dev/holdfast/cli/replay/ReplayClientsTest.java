package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.trace.BuiltInTrainingStep;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.cli.trace.TraceInterleaving;
import dev.holdfast.memory.MemoryOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"soft", "soft-flat"})
class ReplayClientsTest {
    @Parameter private String device;

    private ReplayReport run(Trace trace, String deviceMemory, int window) {
        ReplayOptions options =
                new ReplayOptions(
                        device,
                        MemorySize.parse(deviceMemory),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Compute.NONE,
                        1,
                        1,
                        window,
                        MemoryOptions.Policy.LRU,
                        OptionalLong.empty(),
                        List.of(),
                        0);
        ReplayReport report = SmallTrace.run(trace, options);
        assertTrue(report.isGood(), report::toString);
        return report;
    }

    private static Trace tenants(int clients, long seed) throws TraceException {
        return new TraceInterleaving(clients, seed)
                .of(BuiltInTrainingStep.DEFAULT.trace().scaled(0.01 / clients));
    }

    @ParameterizedTest
    @CsvSource({"100%, 256", "25%, 256", "25%, 1", "25%, 3"})
    void tenantsShareADeviceAndEachGetsItsOwnContent(String deviceMemory, int window)
            throws TraceException {
        ReplayReport report = run(tenants(4, 1), deviceMemory, window);

        assertEquals(4, report.clients());
        assertEquals(4 * 1337, report.verification().verifiedReads());
        assertEquals(
                run(tenants(4, 1), "100%", 256).verification().digest(),
                report.verification().digest());
    }

    @Test
    void theOrderInWhichTenantsTakeTurnsDoesNotShowInTheDigest() throws TraceException {
        assertEquals(
                run(tenants(3, 1), "25%", 16).verification().digest(),
                run(tenants(3, 2), "25%", 16).verification().digest());
    }

    @Test
    void clientsThatATraceNamesCanUseOneAnothersBuffers() {
        long block = 64 << 10;
        SmallTrace trace =
                new SmallTrace()
                        .buffer("queue", block, false, "producer")
                        .buffer("sum", block, false, "consumer")
                        .buffer("own", block, true, "producer");
        for (int i = 0; i < 50; i++) {
            trace.op("produce " + i, "own", "queue").op("consume " + i, "sum queue", "sum");
        }
        trace.op("free", "", "own", "queue").op("after", "sum", "");

        // two of three fit; where a buffer must fit into a quarter of the memory, all
        long deviceBytes = (device.equals("soft") ? 2 : 4) * block;
        ReplayReport report = run(trace.build(), Long.toString(deviceBytes), 2);

        assertEquals(2, report.clients());
        assertEquals(50 + 100 + 1, report.verification().verifiedReads());
    }
}
