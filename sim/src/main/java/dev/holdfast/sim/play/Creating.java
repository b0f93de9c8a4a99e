package dev.holdfast.sim.play;

import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.work.Reuse;
import dev.holdfast.sim.oracle.Word;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.world.Chance;
import java.lang.foreign.MemorySegment;

/// New objects: empty ones, and ones whose content is in memory of their owner's own.
final class Creating {
    private static final int PRIVATE_ONE_IN = 3;

    private final Stage stage;

    Creating(Stage stage) {
        this.stage = stage;
    }

    boolean create() {
        if (!mayCreate()) {
            return false;
        }
        Player player = stage.anyPlayer();
        ObjectTruth object = next(player);
        if (object.id % PRIVATE_ONE_IN == 0) {
            object.keepPrivate();
            own(player, object, player.client.createPrivate(object.name, object.sizeBytes()));
        } else {
            own(player, object, player.client.create(object.name, object.sizeBytes()));
        }
        return true;
    }

    boolean lend() {
        if (!mayCreate()) {
            return false;
        }
        Player player = stage.anyPlayer();
        ObjectTruth object = next(player);
        Version version = Version.byHost(player, object);
        long[] words = new long[object.words];
        Words.write(version, words, words.length);
        object.current = version;
        MemorySegment content = MemorySegment.ofArray(words);
        own(player, object, player.client.createFrom(object.name, content));
        return true;
    }

    boolean mayCreate() {
        return stage.truth().open().size() < stage.shape().get(Dial.OBJECTS)
                && stage.truth().nextObject() < Word.OBJECTS;
    }

    private ObjectTruth next(Player player) {
        int id = stage.truth().nextObject();
        return new ObjectTruth(id, "o" + id, words(), player);
    }

    /// Most are small; a few are large, and span chunks.
    int words() {
        Chance chance = stage.chance();
        int largest = stage.shape().get(Dial.WORDS);
        return switch (chance.below(8)) {
            case 0 -> chance.between(1, largest);
            case 1, 2 -> chance.between(1, Math.min(largest, 128));
            default -> chance.between(1, Math.min(largest, 40));
        };
    }

    private void own(Player player, ObjectTruth object, BufferHandle handle) {
        own(player, object, handle, true);
    }

    void own(Player player, ObjectTruth object, BufferHandle handle, boolean mayWrite) {
        // who goes must not matter
        handle.expect(object.id % 4 == 3 ? Reuse.IN_TURN : Reuse.RECENT);
        stage.truth().add(object);
        player.rights.add(new Right(player, object, handle, mayWrite));
    }
}
