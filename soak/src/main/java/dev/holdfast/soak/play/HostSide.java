package dev.holdfast.soak.play;

import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.Pin;
import dev.holdfast.memory.PinOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.soak.content.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Maps objects, looks at what is there and writes it, and pins some.
final class HostSide {
    private static final int MOST_OPEN = 2;
    private static final int MOST_PINS = 1;

    private final Lane lane;
    private final Stage stage;
    private final List<Open> open = new ArrayList<>();
    private final List<Pinned> pins = new ArrayList<>();

    /// A mapping that is kept for a while.
    ///
    /// @param contents what it must show until it is closed
    private record Open(SoakObject object, Access access, HostMapping mapping, Contents contents) {}

    private record Pinned(SoakObject object, Pin pin) {}

    HostSide(Lane lane) {
        this.lane = lane;
        this.stage = lane.stage;
    }

    void look() throws InterruptedException {
        map(Access.READ);
    }

    void write() throws InterruptedException {
        map(Access.OVERWRITE);
    }

    void patch() throws InterruptedException {
        map(Access.READ_WRITE);
    }

    /// Writes what is too large to be kept, and looks at it.
    void passing(Right right) throws InterruptedException {
        try (var _ = Held.of(right.object())) {
            map(right, Access.OVERWRITE);
            if (!right.object().isMapped()) {
                map(right, Access.READ);
            }
        }
    }

    private void map(Access access) throws InterruptedException {
        Optional<Right> drawn = lane.any();
        if (drawn.isPresent()) {
            Right right = drawn.get();
            try (var _ = Held.of(right.object())) {
                map(right, access);
            }
        }
    }

    /// Maps, and is interrupted in it, if it takes long enough.
    void interrupted() {
        Optional<Right> drawn = lane.any();
        if (drawn.isEmpty()) {
            return;
        }
        Right right = drawn.get();
        Access access = Access.values()[lane.random.nextInt(Access.values().length)];
        try (var _ = Held.of(right.object());
                var _ = stage.interrupter.soon(lane.random.nextInt(300))) {
            map(right, access);
        } catch (InterruptedException expected) {
            stage.tally.count(Count.INTERRUPTED);
        }
    }

    /// Under the object's lock.
    private void map(Right right, Access access) throws InterruptedException {
        SoakObject object = right.object();
        if (object.sourceGone && right.own() && access == Access.READ) {
            // an owner is shown his own memory, and it is he who has taken that away
            return;
        }
        String who = lane + " mapping " + object + " for " + access;
        var asked = List.of(new Judge.Asked(right, access));
        boolean answered = false;
        try {
            MapOutcome outcome = right.handle().map(access);
            answered = true;
            switch (outcome) {
                case MapOutcome.Mapped(HostMapping mapping) -> mapped(who, right, access, mapping);
                case MapOutcome.Refused(Refusal reason) -> {
                    stage.judge.refused(who, asked, reason);
                    // it may have begun, and given the content up for it
                    doubt(object, access, reason instanceof Refusal.ContentFault);
                }
            }
        } finally {
            doubt(object, access, !answered);
        }
    }

    private static void doubt(SoakObject object, Access access, boolean given) {
        if (access == Access.OVERWRITE && given) {
            object.version = object.version.inDoubt();
        }
    }

    private void mapped(String who, Right right, Access access, HostMapping mapping) {
        SoakObject object = right.object();
        stage.tally.count(Count.MAPPINGS);
        if (!right.own()) {
            stage.tally.count(Count.BORROWED);
        }
        stage.judge.accepted(who, List.of(new Judge.Asked(right, access)));
        if (access.reads()) {
            if (object.version.isBad() || !object.version.writer().isSettled()) {
                stage.verdict.violated(
                        "P2", who + " shows what " + object.version.writer().status());
            }
            check(who, object, object.version.contents(), mapping);
        }
        if (access.writes()) {
            object.version = Version.now(written(object, access, mapping));
        }
        if (open.size() < MOST_OPEN && lane.random.nextInt(4) == 0) {
            open.add(new Open(object, access, mapping, object.version.contents()));
            if (access.writes()) {
                object.writeMapped = true;
            } else {
                object.readMappings++;
            }
        } else {
            mapping.close();
        }
    }

    private Contents written(SoakObject object, Access access, HostMapping mapping) {
        long from = 0;
        long to = object.sizeBytes;
        if (access == Access.READ_WRITE) {
            Part part = Part.draw(lane.random, object.version.contents());
            from = part.from();
            to = part.to();
        }
        Contents after = object.version.contents().with(from, to, object.nextIdentity());
        after.write(mapping.segment(), from, to);
        return after;
    }

    private void check(String who, SoakObject object, Contents contents, HostMapping mapping) {
        contents.check(mapping.segment()).ifPresent(wrong -> stage.judge.wrong(who, object, wrong));
        stage.tally.add(Count.WORDS, contents.words());
    }

    /// Looks again at a mapping that was kept, and ends it.
    void unmapOne() {
        if (!open.isEmpty()) {
            unmap(open.remove(lane.random.nextInt(open.size())));
        }
    }

    void unmapAll() {
        while (!open.isEmpty()) {
            unmap(open.removeLast());
        }
    }

    private void unmap(Open kept) {
        SoakObject object = kept.object();
        String who = lane + " unmapping " + object + " after " + kept.access();
        try (var _ = Held.of(object)) {
            check(who, object, kept.contents(), kept.mapping());
            kept.mapping().close();
            if (kept.access().writes()) {
                object.writeMapped = false;
            } else {
                object.readMappings--;
            }
        }
    }

    /// Keeps a small object in device memory for a while.
    void pin() {
        Optional<Right> drawn = lane.any();
        if (drawn.isEmpty()
                || pins.size() >= MOST_PINS
                || drawn.get().object().sizeBytes > stage.deviceBytes / 16) {
            return;
        }
        Right right = drawn.get();
        SoakObject object = right.object();
        try (var _ = Held.of(object)) {
            switch (right.handle().pin()) {
                case PinOutcome.Pinned(Pin pin) -> {
                    pins.add(new Pinned(object, pin));
                    object.pins++;
                }
                case PinOutcome.Refused(Refusal reason) ->
                        stage.judge.refused(
                                lane + " pinning " + object,
                                List.of(new Judge.Asked(right, Access.READ)),
                                reason);
            }
        }
    }

    void unpinOne() {
        if (!pins.isEmpty()) {
            Pinned pinned = pins.removeLast();
            try (var _ = Held.of(pinned.object())) {
                pinned.pin().close();
                pinned.object().pins--;
            }
        }
    }

    void unpinAll() {
        while (!pins.isEmpty()) {
            unpinOne();
        }
    }
}
