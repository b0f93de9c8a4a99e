package dev.holdfast.memory.capture.making;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.memory.binding.Binding;
import dev.holdfast.memory.binding.Vma;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CaptureLimits;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.schedule.ScheduledCommand;
import dev.holdfast.memory.submit.Snapshot;
import dev.holdfast.memory.submit.Submission;
import dev.holdfast.memory.submit.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The memory that a capture takes its notes in: set aside beforehand, used again and again.
///
/// There is room for so many commands and for twice as many objects as are read: what there is no
/// room to read is named still. What goes beyond that is left out; that a command has it is said
/// with the command. [#take] is called under the ledger, the rest by the capture's worker.
final class Notes {
    private static final int COMMANDS = 1024;

    private final int objectsRead;
    private final CommandNote[] commands = new CommandNote[COMMANDS];
    private final ObjectNote[] objects;
    private final List<Capture.ClientState> clients = new ArrayList<>(16);
    private final Set<Backing> seen;
    private final AtomicInteger grips = new AtomicInteger();
    private int commandCount;
    private int objectCount;

    /// Room for what `limits` allow.
    Notes(CaptureLimits limits) {
        objectsRead = limits.objects();
        objects = new ObjectNote[limits.isOff() ? 0 : 2 * objectsRead];
        seen = Collections.newSetFromMap(new IdentityHashMap<>(2 * objectsRead));
        for (int i = 0; i < objects.length; i++) {
            objects[i] = new ObjectNote();
        }
        for (int i = 0; i < COMMANDS && !limits.isOff(); i++) {
            commands[i] = new CommandNote();
        }
    }

    /// Whom to look at.
    ///
    /// @param tenants all that there are
    /// @param pinned what they have pinned
    record Scene(Collection<Tenant> tenants, PinnedObjects pinned) {}

    /// The command that a capture is about.
    ///
    /// @param snapshot what it runs from
    /// @param command itself
    record Guilty(Snapshot snapshot, ScheduledCommand command) {}

    /// Notes what is under way, and takes hold of what is to be read: what is flagged of the guilty
    /// command or, if there is none, of every one that is with the device; and what is pinned.
    void take(Scene scene, @Nullable Guilty guilty) {
        if (guilty != null) {
            add(guilty.snapshot(), guilty.command(), true);
            read(guilty.snapshot());
        }
        for (Tenant tenant : scene.tenants()) {
            Collection<Submission> inFlight = tenant.inFlight();
            clients.add(
                    new Capture.ClientState(
                            tenant.id(), tenant.name(), inFlight.size(), tenant.guilty()));
            for (Submission submission : inFlight) {
                Snapshot snapshot = submission.snapshot();
                if (guilty != null && guilty.snapshot() == snapshot) {
                    continue;
                }
                add(snapshot, submission.command(), false);
                if (guilty == null && isWithDevice(submission.command())) {
                    read(snapshot);
                }
            }
        }
        for (List<Vma> pins : scene.pinned().all()) {
            readPinned(pins.getFirst());
        }
    }

    private static boolean isWithDevice(ScheduledCommand command) {
        return command.stage() == ScheduledCommand.Stage.HANDED_OVER;
    }

    private void add(Snapshot snapshot, ScheduledCommand command, boolean guilty) {
        if (commandCount == commands.length) {
            return;
        }
        CommandNote note = commands[commandCount];
        note.snapshot = snapshot;
        note.guilty = guilty;
        note.handedOverNanos = command.handedOverNanos();
        note.stage =
                switch (command.stage()) {
                    case WAITING -> CapturedCommand.Stage.WAITING;
                    case READY -> CapturedCommand.Stage.READY;
                    case HANDED_OVER -> CapturedCommand.Stage.HANDED_OVER;
                    case SETTLED -> CapturedCommand.Stage.OVER;
                };
        commandCount++;
    }

    private void read(Snapshot snapshot) {
        for (int part = 0; part < snapshot.request().parts().size(); part++) {
            if (snapshot.request().parts().get(part).captured() && objectCount < objects.length) {
                read(snapshot, part);
            }
        }
    }

    private void read(Snapshot snapshot, int part) {
        Binding binding = snapshot.held(part);
        if (binding != null && !seen.add(binding.backing())) {
            return;
        }
        ObjectNote note = objects[objectCount];
        BufferArgument argument = snapshot.argument(part);
        note.lookAt(snapshot.request().parts().get(part).vma().object());
        note.snapshot = snapshot;
        note.part = part;
        note.address = argument.address();
        note.version = snapshot.version(part);
        note.ranges = argument.ranges();
        if (binding == null) {
            note.contents = Missing.NOT_KEPT;
        } else if (objectCount >= objectsRead) {
            note.contents = Missing.TOO_MANY;
        } else {
            grip(note, binding);
        }
        objectCount++;
    }

    private void grip(ObjectNote note, Binding binding) {
        note.arrival = binding.backing().arrival();
        note.grip = Grip.on(binding, grips).orElse(null);
        if (note.grip == null) {
            note.contents = Missing.GONE;
        }
    }

    private void readPinned(Vma vma) {
        BufferObject object = vma.object();
        Backing backing = object.device();
        if (backing == null || objectCount == objects.length || !seen.add(backing)) {
            return;
        }
        ObjectNote note = objects[objectCount];
        note.lookAt(object);
        note.address = vma.deviceAddress();
        note.version = object.version();
        note.ranges = backing.extents().ranges();
        note.arrival = backing.arrival();
        if (objectCount >= objectsRead) {
            note.contents = Missing.TOO_MANY;
        } else {
            note.grip = Grip.on(backing, grips);
        }
        objectCount++;
    }

    /// What was noted of commands, the guilty one first.
    List<CommandNote> commands() {
        return List.of(commands).subList(0, commandCount);
    }

    /// What was noted of clients.
    List<Capture.ClientState> clients() {
        return clients;
    }

    /// How many objects were noted.
    int objectCount() {
        return objectCount;
    }

    /// What was noted of an object: those of the guilty command come first.
    ObjectNote object(int index) {
        return objects[index];
    }

    /// Grips on memory that have not been let go. On any thread.
    int grips() {
        return grips.get();
    }

    /// Forgets everything and lets go of what was not let go, half noted or not. Outside the
    /// ledger.
    void clear() {
        for (int i = 0; i <= Math.min(objectCount, objects.length - 1); i++) {
            objects[i].clear();
        }
        for (int i = 0; i <= Math.min(commandCount, commands.length - 1); i++) {
            commands[i].clear();
        }
        clients.clear();
        seen.clear();
        objectCount = 0;
        commandCount = 0;
    }
}
