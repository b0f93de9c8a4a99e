package dev.holdfast.mutants.incident;

import dev.holdfast.memory.BufferHandle;
import java.util.Optional;

/// Incident 10, first half: two queues use one buffer, and the mark of the younger use takes the
/// place of the older one's. Once the kernel that reads it is the slow one, once the copy-out of
/// its eviction: the space may not be touched before both are through.
public final class MovedEvent {
    private static final long READ = 0xA11CE;
    private static final long NEW = 0xB0B;

    private MovedEvent() {}

    static Optional<String> play() {
        return play("copy-out", "compute").or(() -> play("compute", "copy-out"));
    }

    private static Optional<String> play(String quick, String slow) {
        var stage = new Stage(32L * Stage.KIB, 256L * Stage.KIB);
        BufferHandle loaded = stage.create("b", "loaded", 32L * Stage.KIB);
        stage.write(loaded, NEW);
        BufferHandle read = stage.create("a", "read", 32L * Stage.KIB);
        stage.write(read, READ);
        stage.settle();
        stage.prefer("copy-in", "drain", quick, slow);
        stage.check(read, READ);
        stage.check(loaded, NEW);
        stage.check(read, READ);
        return stage.finish();
    }

    /// Exit 0 if every word was right, 3 if not.
    public static void main(String[] args) {
        Stage.exit(play());
    }
}
