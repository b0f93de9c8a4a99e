package dev.holdfast.sim.play;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.sim.oracle.Verdict;
import java.util.IdentityHashMap;

/// The losses that clients were told of, each once, and when they were told first.
final class Losses {
    private final IdentityHashMap<Fault, Long> firstTold = new IdentityHashMap<>();
    private long told;

    /// A client was shown `fault`. Answers how many losses had been told before the one behind it
    /// was told for the first time; -1 if no loss is behind it.
    long told(Fault fault) {
        for (Fault each = fault; each != null; each = each.cause().orElse(null)) {
            if (each.kind() == FaultKind.CONTENT_LOST) {
                return firstTold.computeIfAbsent(each, first -> told++);
            }
        }
        return -1;
    }

    /// How many have been told of.
    long count() {
        return told;
    }

    /// A loss that somebody was told of had its mark before: the manager counts a move by its mark
    /// when everybody can see that it has ended.
    void check(Counters counters, Verdict verdict) {
        long counted =
                counters.get(Counters.Counter.COPIES_LOST)
                        + counters.get(Counters.Counter.OBJECTS_LOST);
        if (told > counted) {
            verdict.violated(
                    "P2",
                    "%d losses were told of, and %d were marked when their fences settled"
                            .formatted(told, counted));
        }
    }
}
