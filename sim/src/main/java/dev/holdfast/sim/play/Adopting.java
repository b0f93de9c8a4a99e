package dev.holdfast.sim.play;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.RefusedException;
import dev.holdfast.sim.oracle.Word;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.world.Chance;
import java.util.ArrayList;
import java.util.List;

/// Objects that are memory of their owner's own. When one goes back it has in it what was written
/// last, nobody is at it any more, and it goes once.
final class Adopting {
    /// What sizes are multiples of, so that page tables can have them.
    private static final int UNIT_WORDS = 32;

    private final Stage stage;
    private final Using using;
    private final Chance chance;
    private final List<AdoptedMemory> all = new ArrayList<>();

    Adopting(Stage stage, Using using) {
        this.stage = stage;
        this.using = using;
        this.chance = stage.chance();
    }

    /// Has some memory adopted. False if there is no room for it.
    boolean adopt() {
        boolean full = stage.truth().open().size() >= stage.shape().get(Dial.OBJECTS);
        int most = stage.shape().get(Dial.WORDS) / UNIT_WORDS;
        int id = stage.truth().nextObject();
        if (full || most == 0 || id >= Word.OBJECTS || stage.machine().lost().isPresent()) {
            return false;
        }
        Player player = stage.anyPlayer();
        int words = UNIT_WORDS * chance.between(1, most);
        ObjectTruth object = new ObjectTruth(id, "o" + id, words, player);
        object.adopted = true;
        object.touched = true;
        object.current = Version.byHost(player, object);
        long[] content = new long[words];
        Words.write(object.current, content, words);
        var memory =
                stage.shared()
                        .adopt(content, words, (left, early) -> wentBack(object, left, early));
        return memory.isPresent() && adopt(player, object, memory.get());
    }

    private boolean adopt(Player player, ObjectTruth object, AdoptedMemory memory) {
        try {
            var handle = player.client.adopt(object.name, memory);
            stage.truth().add(object);
            all.add(memory);
            player.rights.add(new Right(player, object, handle, true));
        } catch (RefusedException refused) {
            boolean reason =
                    switch (refused.refusal()) {
                        case Refusal.Suspended suspended -> stage.troubles().isSuspended();
                        case Refusal.DeviceLost lost -> stage.troubles().isDeviceLost();
                        default -> false;
                    };
            if (!reason) {
                stage.verdict().violated("P8", "no reason not to adopt: " + refused.getMessage());
            }
            memory.close();
            return false;
        }
        stage.marks().met(Mark.ADOPTED);
        stage.note(player, "has adopted", object);
        adoptedTwice(player, memory);
        return true;
    }

    /// It is an object already.
    private void adoptedTwice(Player player, AdoptedMemory memory) {
        if (chance.oneIn(8)) {
            try {
                player.client.adopt("twice", memory);
                stage.verdict().violated("P1", "the same memory was adopted as two objects");
            } catch (IllegalArgumentException | RefusedException misuse) {
                // as it should be
            }
        }
    }

    /// `early` says that it is not because the device goes.
    private void wentBack(ObjectTruth object, long[] words, boolean early) {
        if (!early || object.place < 0) {
            return;
        }
        stage.marks().met(Mark.WENT_BACK);
        stage.note("somebody", "has back", object);
        if (!object.closed) {
            stage.verdict().violated("P5", object + " goes back, and its owner has it still");
        }
        if (using.isAt(object)) {
            stage.verdict().violated("P4", object + " goes back, and somebody is at it");
        }
        Version current = object.current;
        boolean known = !current.isBad() && !current.isUnknown() && !current.doubted;
        if (known && current.isPending()) {
            stage.verdict().violated("P4", object + " goes back, and is being written");
        } else if (known && !stage.troubles().mayLose()) {
            stage.verdict().report(stage.words().verify(current, words, "whoever has it back"));
        }
    }

    /// The manager is closed: everything has gone back but what may still be written to.
    void end() {
        long kept = stage.manager().adoptedBytes();
        for (AdoptedMemory memory : all) {
            if (!memory.released().isSettled() && !stage.troubles().mayKeepMemory()) {
                stage.verdict()
                        .violated("P10", memory + " was never given back, " + kept + " kept");
                return;
            }
        }
    }
}
