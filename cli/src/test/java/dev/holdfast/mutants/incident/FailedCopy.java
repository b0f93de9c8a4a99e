package dev.holdfast.mutants.incident;

import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.memory.BufferHandle;
import java.util.List;
import java.util.Optional;

/// Incident 2: a copy fails, nobody is told, and whoever reads its target is shown what lay there.
/// Each copy of a chain of evict, clear, reload and use fails in turn.
public final class FailedCopy {
    private static final int MOST_VISITS = 40;
    private static final List<String> SITES = List.of("copy-in", "copy-out", "clear");
    private static final long FIRST = 0xF1;
    private static final long SECOND = 0xF2;

    private FailedCopy() {}

    static Optional<String> play() {
        for (String site : SITES) {
            for (int visit = 1; visit <= MOST_VISITS; visit++) {
                FaultPlan plan =
                        FaultPlan.of(visit, List.of(FaultSpec.parse(site + ":fail@#" + visit)));
                Optional<String> wrong = chain(plan);
                if (wrong.isPresent()) {
                    return Optional.of(site + " " + visit + ": " + wrong.get());
                }
                if (plan.injected() == 0) {
                    break;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> chain(FaultPlan plan) {
        var stage = new Stage(32L * Stage.KIB, 256L * Stage.KIB, plan);
        BufferHandle first = stage.create("a", "first", 32L * Stage.KIB);
        stage.write(first, FIRST);
        BufferHandle second = stage.create("b", "second", 32L * Stage.KIB);
        stage.check(second, Stage.ZEROS);
        stage.write(second, SECOND);
        stage.check(first, FIRST);
        stage.check(second, SECOND);
        stage.settle();
        stage.check(first, FIRST);
        BufferHandle third = stage.create("c", "third", 16L * Stage.KIB);
        stage.check(third, Stage.ZEROS);
        return stage.finish();
    }

    /// Exit 0 if every word was right or refused, 3 if not.
    public static void main(String[] args) {
        Stage.exit(play());
    }
}
