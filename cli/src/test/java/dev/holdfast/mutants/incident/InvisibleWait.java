package dev.holdfast.mutants.incident;

import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.memory.BufferHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Incident 8: everybody holds memory and waits for staging that those who hold memory have, by a
/// wait that whoever looks for deadlocks does not know of. Here device memory is full, host memory
/// is full but for the headroom through which everything is swapped, and there is no room for the
/// bookkeeping of any move: each of the clients' kernels needs all that there is.
///
/// Once nobody has anything to do any more, every submission must have ended, and every word been
/// right. No clock is looked at: who is stuck then is stuck for ever.
public final class InvisibleWait {
    private static final int CLIENTS = 6;
    private static final int ROUNDS = 8;

    private InvisibleWait() {}

    static Optional<String> play() {
        FaultPlan plan = FaultPlan.of(8, List.of(FaultSpec.parse("bookkeeping:fail@always")));
        // two objects on the device, four in host memory and room for one more
        var stage = new Stage(64L * Stage.KIB, 160L * Stage.KIB, plan);
        List<BufferHandle> sets = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            sets.add(stage.create("client " + client, "working set", 32L * Stage.KIB));
        }
        for (int round = 1; round <= ROUNDS; round++) {
            for (int client = 0; client < CLIENTS; client++) {
                if (round > 1) {
                    stage.check(sets.get(client), word(client, round - 1));
                }
                stage.write(sets.get(client), word(client, round));
            }
        }
        Optional<String> wrong = stage.finish();
        if (wrong.isEmpty() && stage.refusedOrFaulted() > 0) {
            return Optional.of("there was room for everybody, and somebody was refused");
        }
        return plan.injected() == 0
                ? Optional.of("there was room for bookkeeping: the scenario shows nothing")
                : wrong;
    }

    private static long word(int client, int round) {
        return ((client + 1L) << 32) + round;
    }

    /// Exit 0 if everybody came through with the right words, 3 if not.
    public static void main(String[] args) {
        Stage.exit(play());
    }
}
