package dev.holdfast.sim.play;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.capture.Trigger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a capture that somebody has asked for must have: what was pinned when it began, and what
/// was flagged of every launch that the device had. It is complete once there is one to be taken.
final class CaptureDuty {
    private final Stage stage;

    // what the last capture that was asked for, and began, must have
    private Owed owed = Owed.NOTHING;

    /// What a capture must have that begins now.
    ///
    /// @param pinned names of what is pinned
    /// @param flagged names of what is flagged of launches that the device has
    /// @param suspensions how often anybody has suspended by now
    record Owed(List<String> pinned, List<String> flagged, long suspensions) {
        static final Owed NOTHING = new Owed(List.of(), List.of(), 0);
    }

    CaptureDuty(Stage stage) {
        this.stage = stage;
    }

    /// What a capture must have that begins next.
    Owed now() {
        List<String> pinned = new ArrayList<>();
        List<String> flagged = new ArrayList<>();
        if (stage.troubles().isDeviceLost()) {
            return Owed.NOTHING;
        }
        for (ObjectTruth object : stage.truth().open()) {
            if (object.surePins > 0) {
                pinned.add(object.name);
            }
        }
        for (WorkTruth work : stage.truth().works()) {
            if (!work.settled && work.isWithDevice()) {
                addFlagged(work, flagged);
            }
        }
        return new Owed(pinned, flagged, stage.troubles().suspensions());
    }

    /// A capture has begun that must have this.
    void begun(Owed what) {
        owed = what;
    }

    private static void addFlagged(WorkTruth work, List<String> flagged) {
        for (int i = 0; i < work.rights.length; i++) {
            if (work.flagged[i]) {
                flagged.add(work.rights[i].object.name);
            }
        }
    }

    /// Whether a capture has all of it, and nothing that only a lack of memory has cut.
    void judge(Capture capture) {
        Set<String> has = new HashSet<>();
        boolean twice = false;
        for (CapturedObject object : capture.objects()) {
            twice |= !has.add(object.name());
        }
        boolean asked =
                capture.trigger() == Trigger.EXPLICIT
                        && owed.suspensions() == stage.troubles().suspensions();
        if (asked) {
            requireAll(has, owed.pinned(), "was pinned");
            requireAll(has, owed.flagged(), "was flagged of a launch that the device had");
        }
        for (CapturedObject object : capture.objects()) {
            if (!twice && isOutOfMemory(object.contents())) {
                lies("has no memory for all of " + object.name());
            }
        }
    }

    private void requireAll(Set<String> has, List<String> names, String why) {
        for (String name : names) {
            if (!has.contains(name)) {
                lies("does not have \"" + name + "\", which " + why);
            }
        }
    }

    private static boolean isOutOfMemory(Contents contents) {
        return switch (contents) {
            case Contents.Present present -> present.note().contains("no more memory");
            case Contents.Missing missing -> missing.note().contains("no memory to read");
        };
    }

    private void lies(String what) {
        stage.verdict().violated("P9", "a capture " + what);
    }
}
