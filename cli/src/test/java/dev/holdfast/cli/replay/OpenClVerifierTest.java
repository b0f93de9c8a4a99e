package dev.holdfast.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.cli.Installed;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceFigures;
import dev.holdfast.cli.trace.TraceOp;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.Work;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How operations and what their kernels found are brought together.
class OpenClVerifierTest {
    private static final long SIZE = 64 << 10;

    private final Trace trace =
            new SmallTrace()
                    .initial("a", SIZE)
                    .initial("b", SIZE)
                    .op("read a", "a", "")
                    .op("read b", "b", "")
                    .build();

    @BeforeEach
    void require() throws Exception {
        Installed.require("opencl");
    }

    private static ReplayOp operation(long number, Client client, TraceOp traced) {
        return new ReplayOp(number, number, client.name(), traced.name(), 0, 1, true, 0);
    }

    /// A client whose window is full has made an operation ready, and another submits before it is
    /// its turn. Breaks if an operation is followed by the report that was made last: then that of
    /// the first is never collected, and a replay waits for it without end.
    @Test
    void operationThatWaitedForRoomKeepsItsReport() throws Exception {
        ReplayOptions options = ReplayOptions.defaults().withDevice("opencl");
        try (Rig rig = Rig.open(options, trace, TraceFigures.of(trace))) {
            Client one = rig.manager().client("one");
            Client two = rig.manager().client("two");
            WordPattern pattern = WordPattern.of(trace.buffers().size(), 2);
            WordJudge judge = new WordJudge(trace, pattern);
            var content = new ContentCheck(judge, WordPattern.ramp(ContentCheck.TILE_WORDS), SIZE);
            var buffers =
                    new WorkingSet(
                            trace,
                            pattern,
                            content,
                            List.of(one, two),
                            new BitSet(),
                            rig.largestObjectBytes());
            buffers.open(0);
            buffers.open(1);
            Tally tally = new Tally();
            var verifier =
                    new OpenClVerifier(
                            rig.device(),
                            judge,
                            buffers,
                            tally,
                            1,
                            rig.largestObjectBytes(),
                            false);
            ReplayOp first = operation(1, one, trace.ops().get(0));
            ReplayOp second = operation(2, two, trace.ops().get(1));

            Work waiting = verifier.work(one, trace.ops().get(0), first);
            Work at = verifier.work(two, trace.ops().get(1), second);
            verifier.submitted(second, submit(tally, two, at));
            verifier.submitted(first, submit(tally, one, waiting));
            verifier.finish();

            assertEquals(2, tally.settledOps());
            assertEquals(2, tally.verification(2).verifiedReads());
            buffers.close(0);
            buffers.close(1);
        }
    }

    private static Fence submit(Tally tally, Client client, Work work) throws Exception {
        tally.submitted();
        return client.submit(work).orThrow();
    }
}
