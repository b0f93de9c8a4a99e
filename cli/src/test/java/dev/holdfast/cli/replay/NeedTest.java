package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.Installed;
import dev.holdfast.cli.trace.Trace;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// 100 % is what the device needs, also where that is mostly rounding and what verifying takes; and
/// where nothing ran, no figure pretends that something did.
@ParameterizedClass
@ValueSource(strings = {"soft", "soft-flat", "opencl"})
class NeedTest {
    @Parameter private String device;

    @BeforeEach
    void require() throws Exception {
        Installed.require(device);
    }

    private static Trace manyTiny() {
        SmallTrace trace = new SmallTrace();
        String all =
                IntStream.range(0, 400)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" "));
        for (String id : all.split(" ")) {
            trace.buffer(id, 8);
        }
        return trace.op("write", "", all).op("read", all, "").build();
    }

    private ReplayReport run(Trace trace, String memory) {
        ReplayOptions options =
                ReplayOptions.defaults()
                        .withDevice(device)
                        .withDeviceMemory(MemorySize.parse(memory));
        return SmallTrace.run(trace, options);
    }

    @Test
    void everythingFitsIntoAllOfTheNeed() {
        ReplayReport report = run(manyTiny(), "100%");

        assertTrue(report.isGood(), () -> report.verification().skips().toString());
        assertEquals(400, report.verification().verifiedReads());
        assertEquals(0, report.traffic().evictions());
        assertTrue(report.neededBytes() >= 400 * 256, report::toString);
        assertTrue(report.deviceBytes() >= report.neededBytes());
    }

    @Test
    void everyShareAndSizeEndsInAReport() {
        for (String memory : new String[] {"0.001%", "1%", "50%", "80%", "1", "4096", "200%"}) {
            ReplayReport report = run(manyTiny(), memory);
            assertEquals(memory.equals("200%"), report.isGood(), memory);
            assertEquals(memory.equals("200%"), report.timing().wallNanos().isPresent(), memory);
        }
    }

    @Test
    void traceWithoutBuffersRuns() {
        ReplayReport report = run(new SmallTrace().op("nothing", "", "").build(), "100%");

        assertTrue(report.isGood(), report::toString);
    }

    @Test
    void figuresOfNothingAreNone() {
        Trace trace =
                new SmallTrace().buffer("a", 65536).buffer("b", 65536).op("f", "", "a b").build();
        ReplayOptions options =
                ReplayOptions.defaults()
                        .withDevice(device)
                        .withDeviceMemory(MemorySize.parse("8192"))
                        .withIterations(2);
        ReplayReport report = SmallTrace.run(trace, options);

        assertEquals(2, report.verification().refusals());
        assertTrue(report.timing().wallNanos().isEmpty());
        assertTrue(report.timing().stallNanos().isEmpty());
        assertTrue(report.timing().computeNanos().isEmpty());
        assertTrue(report.timing().submitNanosP50().isEmpty());
        assertTrue(report.timing().submitNanosP99().isEmpty());
        assertFalse(report.isGood());
    }
}
