package dev.holdfast.mutants.incident;

import dev.holdfast.memory.BufferHandle;
import java.util.Optional;

/// Incident 1: a block is let go while kernels still read it, and a load from host memory into the
/// same block, on another queue, does not wait for them.
public final class WriteAfterRead {
    private static final int READERS = 8;
    private static final long READ = 0xA11CE;
    private static final long LOADED = 0xB0B;

    private WriteAfterRead() {}

    static Optional<String> play() {
        var stage = new Stage(64L * Stage.KIB, 256L * Stage.KIB);
        // written first, so that it is in host memory when it is wanted again
        BufferHandle loaded = stage.create("b", "loaded", 32L * Stage.KIB);
        stage.write(loaded, LOADED);
        BufferHandle read = stage.create("a", "read", 32L * Stage.KIB);
        stage.write(read, READ);
        BufferHandle other = stage.create("a", "other", 32L * Stage.KIB);
        stage.write(other, READ);
        stage.settle();
        stage.prefer("copy-in", "drain", "copy-out", "compute");
        for (int reader = 0; reader < READERS; reader++) {
            stage.check(read, READ);
        }
        read.close();
        stage.check(loaded, LOADED);
        return stage.finish();
    }

    /// Exit 0 if every word was right, 3 if not.
    public static void main(String[] args) {
        Stage.exit(play());
    }
}
