package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.trace.Trace;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Small traces whose figures can be worked out by hand.
class ReplayTest {
    private static final long BLOCK = 64 << 10;

    private static ReplayReport run(Trace trace, String deviceMemory) {
        return SmallTrace.run(
                trace, ReplayOptions.defaults().withDeviceMemory(MemorySize.parse(deviceMemory)));
    }

    private static ReplayReport good(ReplayReport report) {
        assertTrue(report.isGood(), report::toString);
        return report;
    }

    /// Three blocks. Where two fit, least-recently-used has a make room for c, and b for a.
    private static Trace threeBlocks() {
        return new SmallTrace()
                .buffer("a", BLOCK)
                .buffer("b", BLOCK)
                .buffer("c", BLOCK)
                .op("write a", "", "a")
                .op("write b", "", "b")
                .op("write c", "", "c")
                .op("read a", "a", "")
                .build();
    }

    @Test
    void figuresAreThoseOfTheTraceWhereEverythingFits() {
        ReplayReport report = good(run(threeBlocks(), "3MiB"));

        assertEquals(1, report.verification().reads());
        assertEquals(1, report.verification().verifiedReads());
        assertEquals(BLOCK, report.verification().verifiedBytes());
        assertEquals(0, report.traffic().bytesToDevice());
        assertEquals(0, report.traffic().bytesToHost());
        assertEquals(0, report.traffic().evictions());
        assertEquals(3 * BLOCK, report.peakDeviceBytes());
        assertEquals(3 * BLOCK, report.figures().peakLiveBytes());
        assertEquals(OptionalLong.of(0), report.optimalBytesToDevice());
    }

    @Test
    void whatDoesNotFitMovesAndComesBackRight() {
        ReplayReport report = good(run(threeBlocks(), Long.toString(2 * BLOCK)));

        assertEquals(2 * BLOCK, report.deviceBytes());
        assertEquals(2 * BLOCK, report.peakDeviceBytes());
        assertEquals(2, report.traffic().evictions());
        assertEquals(BLOCK, report.traffic().bytesToDevice());
        // the manager may write back ahead of need
        assertTrue(report.traffic().bytesToHost() >= 2 * BLOCK);
        // who knows the future lets b go, which nobody reads again
        assertEquals(OptionalLong.of(0), report.optimalBytesToDevice());
    }

    @Test
    void aBufferThatNobodyWroteReadsAsZerosAlsoWhereAnotherOnesBytesWere() {
        Trace trace =
                new SmallTrace()
                        .buffer("old", BLOCK)
                        .buffer("new", BLOCK)
                        .op("write", "", "old", "old")
                        .op("read", "new", "")
                        .build();

        ReplayReport report = good(run(trace, Long.toString(BLOCK)));

        assertEquals(BLOCK, report.verification().verifiedBytes());
        assertTrue(report.traffic().bytesCleared() >= BLOCK);
    }

    @Test
    void anUploadIsReadAndARewriteReadsWhatItReplaces() {
        Trace trace =
                new SmallTrace()
                        .initial("w", BLOCK)
                        .op("step 1", "w", "w")
                        .op("step 2", "w", "w")
                        .op("look", "w", "")
                        .build();

        ReplayReport report = good(run(trace, "100%"));

        assertEquals(3 * BLOCK, report.verification().verifiedBytes());
        assertEquals(BLOCK, report.traffic().bytesToDevice());
    }

    /// Where an object is one range of a quarter of the memory at most. Breaks if what the manager
    /// throws for such an object ends the replay.
    @Test
    void bufferLargerThanOneRangeIsRefusedAndTheRestRuns() {
        Trace trace =
                new SmallTrace()
                        .buffer("large", 2 * BLOCK)
                        .buffer("small", BLOCK)
                        .op("write large", "", "large")
                        .op("write small", "", "small")
                        .op("read large", "large", "")
                        .op("read small", "small", "")
                        .build();
        ReplayReport report =
                SmallTrace.run(
                        trace,
                        ReplayOptions.defaults()
                                .withDevice("soft-flat")
                                .withDeviceMemory(MemorySize.parse(Long.toString(4 * BLOCK))));

        assertEquals(2, report.verification().refusals());
        assertEquals(1, report.verification().verifiedReads());
        assertEquals(0, report.verification().mismatchedReads());
        String why = report.verification().skips().getFirst().toString();
        assertTrue(why.contains("is larger than one object can be here"), why);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 8, 9, 4095, 16385})
    void everyByteOfAnOddSizeIsVerified(long sizeBytes) {
        Trace trace =
                new SmallTrace()
                        .initial("in", sizeBytes)
                        .buffer("zeros", sizeBytes)
                        .buffer("out", sizeBytes)
                        .op("copy", "in zeros", "out")
                        .op("update", "out", "out")
                        .build();

        ReplayReport report = good(run(trace, "1MiB"));

        assertEquals(3 * sizeBytes, report.verification().verifiedBytes());
    }

    @Test
    void freedBuffersComeBackInTheNextIterationAndOthersGoOn() {
        Trace trace =
                new SmallTrace()
                        .initial("weight", BLOCK)
                        .initial("batch", BLOCK)
                        .buffer("activation", BLOCK)
                        .op("forward", "weight batch", "activation", "batch")
                        .op("backward", "weight activation", "weight", "activation")
                        .build();
        ReplayOptions options = ReplayOptions.defaults().withIterations(5);

        ReplayReport report = good(SmallTrace.run(trace, options));

        assertEquals(4 * 4, report.verification().reads());
        assertEquals(4 * 4 * BLOCK, report.verification().verifiedBytes());
        // the batch, once an iteration: the weight never leaves
        assertEquals(4 * BLOCK, report.traffic().bytesToDevice());
    }

    @Test
    void theDigestIsThatOfTheContentWhateverTheMemory() {
        String all = run(threeBlocks(), "3MiB").verification().digest();
        String some = run(threeBlocks(), Long.toString(2 * BLOCK)).verification().digest();
        Trace other =
                new SmallTrace()
                        .buffer("a", BLOCK)
                        .buffer("b", BLOCK)
                        .buffer("c", BLOCK)
                        .op("write a", "", "a")
                        .op("write b", "", "b")
                        .op("write c", "", "c")
                        .op("read b", "b", "")
                        .build();

        assertEquals(all, some);
        assertNotEquals(all, run(other, "3MiB").verification().digest());
    }

    @Test
    void whatWasRefusedHasNotHappened() {
        Trace trace =
                new SmallTrace()
                        .buffer("a", BLOCK)
                        .buffer("large", 4 * BLOCK)
                        .op("write", "", "a")
                        .op("too large", "a", "large a")
                        .op("read", "a", "")
                        .build();

        ReplayReport report = run(trace, Long.toString(2 * BLOCK));

        assertEquals(1, report.verification().refusals());
        assertEquals(1, report.verification().skippedReads());
        assertEquals(1, report.verification().verifiedReads());
        assertEquals(0, report.verification().mismatchedReads());
        assertEquals(OptionalLong.empty(), report.optimalBytesToDevice());
        assertTrue(report.leaks().isEmpty());
        assertEquals(false, report.isGood());
    }

    @Test
    void whatCannotBeUploadedIsSkippedUntilItIsOverwritten() {
        Trace trace =
                new SmallTrace()
                        .initial("large", 4 * BLOCK)
                        .op("read", "large", "")
                        .op("write", "", "large")
                        .op("read again", "large", "")
                        .build();
        ReplayOptions options =
                new ReplayOptions(
                        "soft",
                        MemorySize.ALL,
                        java.util.Optional.of(MemorySize.parse(Long.toString(BLOCK))),
                        java.util.Optional.empty(),
                        OptionalLong.empty(),
                        Compute.NONE,
                        1,
                        1,
                        4,
                        dev.holdfast.memory.MemoryOptions.Policy.LRU,
                        OptionalLong.empty(),
                        java.util.List.of(),
                        0);

        Verification found = SmallTrace.run(trace, options).verification();

        assertEquals(1, found.refusals());
        assertEquals(1, found.verifiedReads());
        assertEquals("read", found.skips().getFirst().op());
        assertTrue(found.skips().getFirst().fault().contains("could not be uploaded"));
        assertEquals(0, found.mismatchedReads());
    }
}
