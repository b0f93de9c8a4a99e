package dev.holdfast.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.replay.MemorySize;
import dev.holdfast.cli.trace.RealTraces;
import dev.holdfast.cli.trace.TraceException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DryRunTest {
    @Test
    void thePublishedHeadRoomIsReproducedAtFullSize() throws TraceException {
        DryRun dryRun =
                DryRun.of(
                        RealTraces.read("bert-base-b256.ops.jsonl.gz"),
                        List.of("10%", "25%", "50%", "75%").stream()
                                .map(MemorySize::parse)
                                .toList(),
                        1);

        assertTrue(dryRun.fits());
        double[] gigabytes = {54.1, 42.6, 25.7, 12.9};
        for (int i = 0; i < gigabytes.length; i++) {
            assertEquals(
                    gigabytes[i], dryRun.rows().get(i).refetchedBytes() / 1e9, gigabytes[i] / 100);
        }
    }
}
