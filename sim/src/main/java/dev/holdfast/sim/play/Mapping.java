package dev.holdfast.sim.play;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.sim.oracle.Word;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.world.Chance;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Host mappings: made, looked at, written, looked at again, ended.
final class Mapping {
    private static final int MOST = 4;
    private static final Access[] ACCESSES = {
        Access.READ, Access.READ, Access.READ_WRITE, Access.OVERWRITE
    };

    private final Stage stage;
    private final Chance chance;
    private final List<Mapped> open = new ArrayList<>();
    private final long[] tile;

    Mapping(Stage stage) {
        this.stage = stage;
        this.chance = stage.chance();
        this.tile = new long[stage.shape().get(Dial.WORDS)];
    }

    boolean map() {
        Player player = stage.anyPlayer();
        boolean may = open.size() < MOST && stage.troubles().mayWait();
        if (player.rights.isEmpty() || !may) {
            return false;
        }
        Right right = player.rights.get(chance.below(player.rights.size()));
        Access access = ACCESSES[chance.below(ACCESSES.length)];
        boolean worn = right.object.versions >= Word.VERSIONS - 2;
        boolean hopeless = !right.allows(access) || right.object.isMappedAgainst(access);
        if (worn || (hopeless && !chance.oneIn(10))) {
            return false;
        }
        return map(right, access);
    }

    /// Maps an object, now, and judges whatever comes of it.
    boolean map(Right right, Access access) {
        ObjectTruth object = right.object;
        Version before = object.current;
        boolean conflict = object.isMapped() && access.writes();
        count(object, access, conflict ? 0 : 1);
        object.touched |= access.writes();
        stage.note(right.player, "begins to map for " + access, object);
        boolean mapped = false;
        try {
            switch (right.handle.map(access)) {
                case MapOutcome.Mapped(HostMapping mapping) -> {
                    mapped = true;
                    stage.note(right.player, "has mapped for " + access, object);
                    mapped(right, access, mapping, before);
                }
                case MapOutcome.Refused(Refusal reason) -> {
                    count(object, access, conflict ? 0 : -1);
                    conflict = true;
                    refused(right, access, reason, before);
                }
            }
        } catch (InterruptedException interrupted) {
            stage.marks().met(Mark.INTERRUPTED_MAP);
            stage.note(right.player, "was interrupted mapping", object);
            doubt(object, access);
        } finally {
            if (!mapped) {
                count(object, access, conflict ? 0 : -1);
            }
        }
        return mapped;
    }

    /// The manager counts a mapping that is being waited for, and so does the truth.
    private static void count(ObjectTruth object, Access access, int by) {
        if (access.writes()) {
            object.writeMapped = by == 0 ? object.writeMapped : by > 0;
        } else {
            object.readMappings += by;
        }
    }

    private void refused(Right right, Access access, Refusal reason, Version met) {
        stage.note(right.player, "may not map, because " + reason.message() + ":", right.object);
        if (reason instanceof Refusal.ContentFault(String name, Fault fault)) {
            doubt(right.object, access);
        }
        stage.refusals()
                .refused(
                        new RefusalJudge.Asked(
                                "a mapping of " + right.player,
                                new Right[] {right},
                                new Access[] {access},
                                true,
                                met),
                        reason);
    }

    /// A mapping that was to overwrite everything may have given the content up.
    private static void doubt(ObjectTruth object, Access access) {
        if (access == Access.OVERWRITE) {
            object.current = object.current.inDoubt();
        }
    }

    private void mapped(Right right, Access access, HostMapping mapping, Version before) {
        ObjectTruth object = right.object;
        Mapped made = new Mapped(right.player, object, access, mapping, before);
        open.add(made);
        if (access.reads()) {
            if (before.isBad() || before.isPending()) {
                String why = before.isBad() ? " had failed" : " was not there yet";
                stage.verdict().violated("P2", made + " shows " + before + ", which" + why);
            }
            verify(made);
        } else {
            made.shown = Version.loose(object);
            verify(made);
        }
        if (access.writes()) {
            object.current = made.shown.confirmed();
            made.shown = object.current;
            if (!chance.oneIn(4)) {
                write(made);
            }
        }
    }

    private void verify(Mapped mapped) {
        MemorySegment segment = mapped.mapping.segment();
        int count = mapped.object.words;
        if (segment.byteSize() != mapped.object.sizeBytes()) {
            stage.verdict().violated("P1", mapped + " has " + segment.byteSize() + " bytes");
            return;
        }
        if (mapped.object.vanished && mapped.object.isLent(segment)) {
            // his own, and he has taken it away himself
            return;
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_LONG_UNALIGNED, 0, tile, 0, count);
        stage.verdict().report(stage.words().verify(mapped.shown, tile, mapped));
    }

    private void write(Mapped mapped) {
        Version version = Version.byHost(mapped.player, mapped.object);
        int count = mapped.object.words;
        Words.write(version, tile, count);
        MemorySegment segment = mapped.mapping.segment();
        MemorySegment.copy(tile, 0, segment, ValueLayout.JAVA_LONG_UNALIGNED, 0, count);
        // what was refused behind a foreign fence meanwhile has made the content its own
        if (mapped.object.current == mapped.shown) {
            mapped.object.current = version;
        }
        mapped.shown = version;
        stage.note(mapped, "wrote", mapped.object);
    }

    /// Goes on with a mapping: looks, writes or ends it.
    boolean goOn() {
        if (open.isEmpty()) {
            return false;
        }
        Mapped mapped = open.get(chance.below(open.size()));
        verify(mapped);
        boolean worn = mapped.object.versions >= Word.VERSIONS - 2;
        if (mapped.access.writes() && !worn && chance.oneIn(3)) {
            write(mapped);
        } else {
            end(mapped);
        }
        return true;
    }

    /// Ends all of them.
    void endAll() {
        while (!open.isEmpty()) {
            verify(open.getLast());
            end(open.getLast());
        }
    }

    private void end(Mapped mapped) {
        open.remove(mapped);
        stage.note(mapped, "ends, of", mapped.object);
        MemorySegment segment = mapped.mapping.segment();
        mapped.mapping.close();
        count(mapped.object, mapped.access, -1);
        // what its owner has lent he looks at himself, also where it is an array
        boolean own = !segment.isNative() || mapped.object.isLent(segment);
        if (segment.scope().isAlive() && !own) {
            stage.verdict().violated("P5", mapped + " is closed, and its segment can be read");
        }
    }
}
