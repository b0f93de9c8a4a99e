package dev.holdfast.sim.play;

import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.work.Access;
import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.oracle.Verdict;
import java.io.Serial;

/// What every launch runs: looks at every word of every argument, then writes, then throws if it
/// was planned so. What it sees goes to the verdict, not into a fault: a fault could be expected.
final class SimKernel implements JavaKernel {
    private final Truth truth;
    private final Words words;
    private final Verdict verdict;
    private final Journal journal;
    private final long[] tile;

    /// What a kernel throws that was to throw.
    private static final class Planned extends RuntimeException {
        @Serial private static final long serialVersionUID = 1L;

        Planned() {
            super("as planned", null, false, false);
        }
    }

    SimKernel(Truth truth, Words words, Verdict verdict, Journal journal, int mostWords) {
        this.truth = truth;
        this.words = words;
        this.verdict = verdict;
        this.journal = journal;
        this.tile = new long[mostWords];
    }

    @Override
    public long atLeastNanos(long[] scalars) {
        return scalars[1];
    }

    @Override
    public void run(KernelMemory memory, long[] scalars) {
        WorkTruth work = truth.work((int) scalars[0]);
        if (!mayStart(work)) {
            return;
        }
        if (journal.isOn()) {
            journal.note("runs: " + work);
        }
        throwIf(work, WorkTruth.ThrowsAt.FIRST);
        for (int i = 0; i < work.rights.length; i++) {
            look(memory, work, i);
        }
        boolean halfway = work.plan.throwsAt() == WorkTruth.ThrowsAt.HALFWAY;
        for (Use use : work.uses) {
            if (use.made != null) {
                int count = use.object.words;
                Words.write(use.made, tile, count);
                count = halfway ? Math.min(count, work.plan.wordsFirst()) : count;
                if (work.plan.leavesOut() > 0 && use.access == Access.OVERWRITE) {
                    writeInPart(memory, use.writesBy, count, work.plan.leavesOut());
                } else {
                    memory.write(use.writesBy, 0, tile, 0, count);
                }
            }
        }
        throwIf(work, WorkTruth.ThrowsAt.HALFWAY);
        throwIf(work, WorkTruth.ThrowsAt.LAST);
        work.ran = true;
    }

    /// Writes what is in the tile but for every so many words.
    private void writeInPart(KernelMemory memory, int argument, int count, int leavesOut) {
        for (int from = 1; from < count; from += leavesOut + 1) {
            memory.write(argument, 8L * from, tile, from, Math.min(leavesOut, count - from));
        }
    }

    private boolean mayStart(WorkTruth work) {
        if (!work.placed) {
            verdict.violated("P6", work + " runs, and was never placed");
        } else if (work.settled && !mayRunOn(work)) {
            verdict.violated("P4", work + " runs, and its fence has settled");
        } else if (work.starts++ > 0) {
            verdict.violated("P2", work + " runs once more");
        }
        return !verdict.isReached();
    }

    /// True if its device was given up with it: what it does cannot be undone by telling.
    private static boolean mayRunOn(WorkTruth work) {
        return work.isWithDevice()
                && work.fault != null
                && work.fault.kind() == FaultKind.UNSTOPPED;
    }

    private void look(KernelMemory memory, WorkTruth work, int argument) {
        Use use = work.uses[work.useOf[argument]];
        memory.read(argument, 0, tile, 0, use.object.words);
        // nobody relies any more on what one finds that was given up
        Version expected = use.access.reads() && !work.settled ? use.expected : null;
        Verdict.Finding wrong = expected == null ? null : words.verify(expected, tile, work);
        if (expected == null || wrong != null) {
            verdict.report(words.glance(use.object, tile, work));
        }
        // handed over already, it may run on what failed before it: its result will say so
        if (wrong != null && work.wrong == null) {
            work.wrong = wrong;
            work.wrongOf = expected;
        }
    }

    private static void throwIf(WorkTruth work, WorkTruth.ThrowsAt when) {
        if (work.plan.throwsAt() == when) {
            work.threw = true;
            throw new Planned();
        }
    }
}
