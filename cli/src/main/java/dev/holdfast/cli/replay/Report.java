package dev.holdfast.cli.replay;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.work.Access;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one operation's kernel finds, on its way back to the host. The layout is that of
/// `verify.cl`.
final class Report {
    private static final int WORDS = 8;
    private static final int DIGEST = 0;
    private static final int STALE = 1;
    private static final int FOREIGN = 2;
    private static final int GARBAGE = 3;
    private static final int FIRST_INDEX = 4;
    private static final int FIRST_WORD = 5;
    private static final int CHECKED = 6;

    private final WordJudge judge;
    private final Tally tally;
    private final BufferHandle handle;
    private List<ReadOfOp> reads = List.of();
    private @Nullable ReplayOp op;
    private @Nullable Fence result;

    Report(Client client, WordJudge judge, Tally tally, int mostUses) {
        this.judge = judge;
        this.tally = tally;
        this.handle = client.create("report", sizeBytes(mostUses));
    }

    /// How large one is for operations of so many buffers at most.
    static long sizeBytes(int mostUses) {
        return (long) WORDS * Long.BYTES * Math.max(1, mostUses);
    }

    BufferHandle handle() {
        return handle;
    }

    /// That operation is to write it, if it is accepted, and reads this.
    void expect(ReplayOp next, List<ReadOfOp> ofNext) {
        op = next;
        reads = List.copyOf(ofNext);
        result = null;
    }

    /// It was accepted.
    void follow(Fence ofOp) {
        result = ofOp;
    }

    /// Waits for the operation, if there is one, and tells the tally what it has found.
    void collect() throws InterruptedException {
        Fence ended = result;
        ReplayOp whose = op;
        result = null;
        op = null;
        if (ended == null || whose == null) {
            return;
        }
        FenceStatus status = ended.await();
        if (status.fault().isPresent()) {
            tally.retired(whose, status);
            return;
        }
        switch (handle.map(Access.READ)) {
            case MapOutcome.Mapped(HostMapping mapping) -> {
                try (mapping) {
                    tally.checked(whose.number(), found(mapping.segment()));
                }
                tally.retired(whose, status);
            }
            case MapOutcome.Refused(var reason) ->
                    tally.retired(whose, new FenceStatus.Failed(lost(reason.message())));
        }
    }

    private static Fault lost(String reason) {
        return Fault.of(FaultKind.CONTENT_LOST, "what its kernel found is lost: " + reason);
    }

    private OpCheck found(MemorySegment report) {
        OpCheck found = OpCheck.NOTHING;
        for (ReadOfOp read : reads) {
            int at = read.position() * WORDS;
            if (word(report, at + CHECKED) != 1) {
                throw new IllegalStateException("a kernel ended well and did not check " + read);
            }
            long wrong =
                    word(report, at + STALE)
                            + word(report, at + FOREIGN)
                            + word(report, at + GARBAGE);
            found =
                    found.plus(
                            WordCount.reported(
                                    judge.trace().sizeBytes(read.buffer()),
                                    word(report, at + DIGEST),
                                    word(report, at + STALE),
                                    word(report, at + FOREIGN),
                                    word(report, at + GARBAGE),
                                    wrong == 0 ? "" : explain(report, at, read)));
        }
        return found;
    }

    private String explain(MemorySegment report, int at, ReadOfOp read) {
        return judge.describe(
                read.buffer(),
                read.identity(),
                word(report, at + FIRST_INDEX),
                word(report, at + FIRST_WORD));
    }

    private static long word(MemorySegment report, long index) {
        return report.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, index);
    }
}
