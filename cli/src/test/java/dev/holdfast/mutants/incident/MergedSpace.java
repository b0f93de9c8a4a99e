package dev.holdfast.mutants.incident;

import dev.holdfast.memory.BufferHandle;
import java.util.Optional;

/// Incident 10, second half: two free blocks grow together, and the fence of one is forgotten. The
/// two readers run one after the other; who takes both blocks waits for the second too, whichever
/// of the two blocks it reads.
public final class MergedSpace {
    private static final long LEFT = 0x1EF7;
    private static final long RIGHT = 0x516E7;
    private static final long NEW = 0xB0B;

    private MergedSpace() {}

    static Optional<String> play() {
        return play(true).or(() -> play(false));
    }

    private static Optional<String> play(boolean leftFirst) {
        var stage = new Stage(64L * Stage.KIB, 256L * Stage.KIB);
        BufferHandle loaded = stage.create("b", "loaded", 64L * Stage.KIB);
        stage.write(loaded, NEW);
        BufferHandle left = stage.create("a", "left", 32L * Stage.KIB);
        stage.write(left, LEFT);
        BufferHandle right = stage.create("a", "right", 32L * Stage.KIB);
        stage.write(right, RIGHT);
        stage.settle();
        stage.prefer("copy-in", "copy-out", "drain", "compute");
        if (leftFirst) {
            stage.check(left, LEFT);
        }
        stage.check(right, RIGHT);
        if (!leftFirst) {
            stage.check(left, LEFT);
        }
        left.close();
        right.close();
        stage.check(loaded, NEW);
        return stage.finish();
    }

    /// Exit 0 if every word was right, 3 if not.
    public static void main(String[] args) {
        Stage.exit(play());
    }
}
