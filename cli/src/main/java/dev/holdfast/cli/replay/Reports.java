package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.Trace;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Where the kernels of one client leave what they have found: a ring of objects like any other,
/// moved and repaired like any other, one for each operation that may be under way. Each is read
/// when its turn comes again, or at the end: by then its operation has long ended, as a rule.
///
/// Belongs to the thread that submits.
final class Reports {
    private final Client client;
    private final WordJudge judge;
    private final Tally tally;
    private final int window;
    private final int mostUses;
    private final BufferHandle sizes;
    private final List<Report> ring = new ArrayList<>();
    private int turn;

    /// @param window how many there are at most
    /// @param mostUses how many buffers an operation has at most
    Reports(Client client, WordJudge judge, Tally tally, int window, int mostUses) {
        this.client = client;
        this.judge = judge;
        this.tally = tally;
        this.window = window;
        this.mostUses = mostUses;
        this.sizes = client.wrap("sizes of buffers", sizes(judge));
    }

    /// How large the table of the sizes of all buffers is.
    static long tableBytes(Trace trace) {
        return (long) Long.BYTES * Math.max(1, trace.buffers().size());
    }

    private static MemorySegment sizes(WordJudge judge) {
        int count = judge.pattern().buffers();
        MemorySegment sizes = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, count);
        for (int i = 0; i < judge.trace().buffers().size(); i++) {
            sizes.setAtIndex(ValueLayout.JAVA_LONG, i, judge.trace().sizeBytes(i));
        }
        return sizes;
    }

    /// How large each buffer of the trace is, as the kernel wants to know.
    BufferHandle sizes() {
        return sizes;
    }

    /// One that may be overwritten.
    Report next() throws InterruptedException {
        if (ring.size() < window) {
            Report made = new Report(client, judge, tally, mostUses);
            ring.add(made);
            return made;
        }
        Report oldest = ring.get(turn);
        turn = (turn + 1) % window;
        oldest.collect();
        return oldest;
    }

    /// Reads all of them.
    void collect() throws InterruptedException {
        for (Report report : ring) {
            report.collect();
        }
    }
}
