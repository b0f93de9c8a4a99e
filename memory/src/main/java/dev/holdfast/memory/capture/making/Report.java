package dev.holdfast.memory.capture.making;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Placement;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.submit.Request;
import dev.holdfast.memory.submit.Snapshot;
import dev.holdfast.memory.work.Access;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes a value of notes that have been read. The worker's, without the ledger: it looks at
/// constants and at notes only.
final class Report {
    private static final long NO_COMMAND = -1;

    private final Notes notes;

    Report(Notes notes) {
        this.notes = notes;
    }

    /// The commands, oldest first.
    List<CapturedCommand> commands() {
        List<CapturedCommand> commands = new ArrayList<>();
        for (CommandNote note : notes.commands()) {
            commands.add(command(note, Objects.requireNonNull(note.snapshot)));
        }
        commands.sort(Comparator.comparingLong(CapturedCommand::number));
        return commands;
    }

    private static CapturedCommand command(CommandNote note, Snapshot snapshot) {
        Request request = snapshot.request();
        List<CapturedCommand.Use> uses = new ArrayList<>();
        for (int part = 0; part < request.parts().size(); part++) {
            uses.add(use(snapshot, part));
        }
        return new CapturedCommand(
                snapshot.number(),
                snapshot.tenant().name(),
                request.name(),
                request.kernel().name(),
                QueueKind.COMPUTE.text(),
                note.stage,
                note.guilty,
                snapshot.submittedNanos(),
                note.handedOverNanos,
                Arrays.stream(request.scalars()).boxed().toList(),
                uses,
                request.submitter().stream().map(StackFrame::toString).toList());
    }

    private static CapturedCommand.Use use(Snapshot snapshot, int index) {
        Part part = snapshot.request().parts().get(index);
        BufferObject object = part.vma().object();
        BufferArgument argument = snapshot.argument(index);
        return new CapturedCommand.Use(
                object.id(),
                object.name(),
                text(part.access()),
                argument.address(),
                object.sizeBytes(),
                snapshot.version(index),
                placement(argument.ranges()),
                part.captured());
    }

    /// The objects, in the order in which they were noted: those of the guilty command first.
    List<CapturedObject> objects() {
        List<CapturedObject> objects = new ArrayList<>();
        for (int i = 0; i < notes.objectCount(); i++) {
            ObjectNote note = notes.object(i);
            objects.add(object(note, Objects.requireNonNull(note.object)));
        }
        return objects;
    }

    private CapturedObject object(ObjectNote note, BufferObject object) {
        Placement then = placement(note.ranges);
        List<Placement> now = new ArrayList<>();
        add(now, note.onDeviceNow);
        add(now, note.onHostNow);
        Snapshot snapshot = note.snapshot;
        return new CapturedObject(
                object.id(),
                object.name(),
                nameOf(object.ownerId()),
                snapshot == null ? NO_COMMAND : snapshot.number(),
                snapshot == null
                        ? "pinned"
                        : text(snapshot.request().parts().get(note.part).access()),
                note.address,
                object.sizeBytes(),
                note.ranges.stream().mapToLong(HeapRange::sizeBytes).sum(),
                note.version,
                then,
                now,
                !now.isEmpty() && !now.contains(then),
                Objects.requireNonNull(note.contents, "an object was not read"));
    }

    private static void add(List<Placement> places, @Nullable List<HeapRange> ranges) {
        if (ranges != null) {
            places.add(placement(ranges));
        }
    }

    /// Extent lists are in one region, and never empty.
    private static Placement placement(List<HeapRange> ranges) {
        return new Placement(regionOf(ranges.getFirst()), ranges);
    }

    private static String regionOf(HeapRange range) {
        if (AdoptedMemory.isAt(range)) {
            return "adopted";
        }
        return range.heap() == Device.DEVICE_HEAP ? "device" : "host";
    }

    private String nameOf(long client) {
        return notes.clients().stream()
                .filter(each -> each.id() == client)
                .map(Capture.ClientState::name)
                .findFirst()
                .orElse("a client that is closed");
    }

    private static String text(Access access) {
        return switch (access) {
            case READ -> "reads";
            case READ_WRITE -> "updates";
            case OVERWRITE -> "overwrites";
        };
    }
}
