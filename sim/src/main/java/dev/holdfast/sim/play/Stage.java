package dev.holdfast.sim.play;

import dev.holdfast.device.Kernel;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.outside.SharedDevice;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.shape.Shape;
import dev.holdfast.sim.unruly.UnrulyDevice;
import dev.holdfast.sim.world.Chance;
import dev.holdfast.sim.world.SimWorkers;
import java.util.List;
import java.util.function.Supplier;

/// Everything that those who act need: the manager under test, its device, and the truth.
///
/// @param shape what the episode is like
/// @param chance what is drawn
/// @param workers who runs tasks
/// @param machine what the manager manages, and what launches run there
/// @param manager the manager
/// @param truth what is true
/// @param words who looks at words
/// @param troubles what has gone wrong
/// @param faults who judges results
/// @param refusals who judges refusals
/// @param losses what clients were told of that is lost
/// @param verdict what was found
/// @param marks what was met
/// @param journal who is told
/// @param players the clients, by place
/// @param listening who asked to be called
/// @param sharing the device of the moment, as users reach it beside the manager
record Stage(
        Shape shape,
        Chance chance,
        SimWorkers workers,
        Machine machine,
        MemoryManager manager,
        Truth truth,
        Words words,
        Troubles troubles,
        FaultJudge faults,
        RefusalJudge refusals,
        Losses losses,
        Verdict verdict,
        Marks marks,
        Journal journal,
        List<Player> players,
        Listening listening,
        Supplier<SharedDevice> sharing) {

    /// What the manager manages.
    UnrulyDevice device() {
        return machine.device();
    }

    /// The device as users reach it beside the manager.
    SharedDevice shared() {
        return sharing.get();
    }

    /// What launches run.
    Kernel kernel() {
        return machine.kernel();
    }

    /// Tells the journal what somebody does to an object, if anybody reads it.
    void note(Object who, String does, ObjectTruth object) {
        if (journal.isOn()) {
            journal.note(who + " " + does + " " + object + ", now " + object.current);
        }
    }

    /// A player of those who are there.
    Player anyPlayer() {
        return players.get(chance.below(players.size()));
    }

    /// Another one; the same if there is no other.
    Player anyOther(Player than) {
        Player other = anyPlayer();
        return other == than ? anyPlayer() : other;
    }
}
