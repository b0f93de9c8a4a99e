package dev.holdfast.sim.play;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.world.Chance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Those who asked to be called, for settlements and for captures: each is called once, with what
/// is so by then, unless the executor has refused. Calls wait here for their turn.
final class Listening {
    private static final int RECENT = 16;

    private final Chance chance;
    private final Verdict verdict;
    private final Marks marks;
    private final ArrayDeque<Runnable> calls = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();
    private final Set<Capture> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int refusals;

    /// Somebody who asked.
    private static final class Asked {
        private final WorkTruth work;
        private final Fence fence;
        private int calls;

        Asked(WorkTruth work, Fence fence) {
            this.work = work;
            this.fence = fence;
        }
    }

    Listening(Chance chance, Verdict verdict, Marks marks) {
        this.chance = chance;
        this.verdict = verdict;
        this.marks = marks;
    }

    private void refuseSometimes() {
        if (chance.oneIn(10)) {
            throw new RejectedExecutionException("as drawn");
        }
    }

    /// Asks to be called when `work` has settled; perhaps it has.
    void listen(WorkTruth work, Fence fence) {
        Asked one = new Asked(work, fence);
        asked.add(one);
        Executor executor =
                call -> {
                    try {
                        refuseSometimes();
                    } catch (RejectedExecutionException refused) {
                        refusals++;
                        throw refused;
                    }
                    calls.addLast(call);
                };
        fence.whenSettled(executor, status -> called(one, status));
    }

    private void called(Asked one, FenceStatus status) {
        marks.met(Mark.HEARD);
        Fault fault = status.fault().orElse(null);
        if (++one.calls > 1) {
            verdict.violated("P6", "whoever asked about " + one.work + " was called twice");
        } else if (!status.isSettled() || !one.fence.status().equals(status)) {
            verdict.violated("P6", one.work + " was said to be " + status + ": " + one.fence);
        } else if (!one.work.settled || !java.util.Objects.equals(fault, one.work.fault)) {
            verdict.violated(
                    "P6",
                    "%s was said to be %s, and has %s"
                            .formatted(
                                    one.work,
                                    status,
                                    one.work.settled ? "settled otherwise" : "not settled"));
        }
    }

    /// Where captures are handed over.
    Executor captures() {
        return call -> {
            refuseSometimes();
            calls.addLast(call);
        };
    }

    /// Takes a capture that was handed over, for `judge` to look at.
    Consumer<Capture> taker(Consumer<Capture> judge) {
        return capture -> {
            marks.met(Mark.HANDED);
            taken(capture);
            judge.accept(capture);
        };
    }

    /// Somebody has a capture: nobody else has it.
    void taken(Capture capture) {
        if (!seen.add(capture)) {
            verdict.violated("P9", "a capture was handed to two");
        }
    }

    /// How many captures anybody has got.
    int captured() {
        return seen.size();
    }

    /// A turn: makes the oldest call, or asks once more about what may have settled long ago. False
    /// if there is neither.
    boolean turn() {
        if (callOne()) {
            return true;
        }
        if (asked.isEmpty()) {
            return false;
        }
        Asked one = asked.get(asked.size() - 1 - chance.below(Math.min(asked.size(), RECENT)));
        listen(one.work, one.fence);
        return false;
    }

    /// Makes the oldest call. False if there is none.
    boolean callOne() {
        Runnable call = calls.pollFirst();
        if (call != null) {
            call.run();
        }
        return call != null;
    }

    /// Makes all that there are.
    void callAll() {
        while (callOne()) {
            // one by one
        }
    }

    /// Everything has settled, and all calls were made: nobody was forgotten.
    void end() {
        long forgotten = asked.stream().filter(one -> one.calls == 0).count();
        if (forgotten != refusals) {
            verdict.violated(
                    "P6",
                    "%d of %d who asked were not called, and %d refused"
                            .formatted(forgotten, asked.size(), refusals));
        }
    }
}
