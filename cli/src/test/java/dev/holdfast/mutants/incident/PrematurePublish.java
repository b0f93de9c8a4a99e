package dev.holdfast.mutants.incident;

import dev.holdfast.memory.BufferHandle;
import java.util.Optional;

/// Incident 5: a spilled copy can be found before its last byte is written, and a reader brings
/// half of it back. The reload is always chosen before the spill that it reads from.
public final class PrematurePublish {
    private static final long SPILLED = 0x5917;
    private static final long OTHER = 0x07;

    private PrematurePublish() {}

    static Optional<String> play() {
        var stage = new Stage(96L * Stage.KIB, 256L * Stage.KIB);
        BufferHandle spilled = stage.create("a", "spilled", 32L * Stage.KIB);
        stage.write(spilled, SPILLED);
        BufferHandle passing = stage.create("a", "passing", 32L * Stage.KIB);
        stage.write(passing, OTHER);
        BufferHandle staying = stage.create("a", "staying", 32L * Stage.KIB);
        stage.write(staying, OTHER);
        stage.settle();
        stage.prefer("copy-in", "drain", "compute", "copy-out");
        BufferHandle newcomer = stage.create("b", "newcomer", 32L * Stage.KIB);
        stage.write(newcomer, OTHER);
        // space that is ready: nothing but the spill itself is in the way of the reload
        passing.close();
        stage.check(spilled, SPILLED);
        return stage.finish();
    }

    /// Exit 0 if every word was right, 3 if not.
    public static void main(String[] args) {
        Stage.exit(play());
    }
}
