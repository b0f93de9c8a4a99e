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

    // of the last capture that was asked for: the names of what it must have
    private final List<String> pinned = new ArrayList<>();
    private final List<String> flagged = new ArrayList<>();
    private long suspensions;

    CaptureDuty(Stage stage) {
        this.stage = stage;
    }

    /// What is so just now, in case that a capture begins next.
    void note() {
        pinned.clear();
        flagged.clear();
        suspensions = stage.troubles().suspensions();
        if (stage.troubles().isDeviceLost()) {
            return;
        }
        for (ObjectTruth object : stage.truth().open()) {
            if (object.surePins > 0) {
                pinned.add(object.name);
            }
        }
        for (WorkTruth work : stage.truth().works()) {
            if (!work.settled && work.isWithDevice()) {
                addFlagged(work);
            }
        }
    }

    private void addFlagged(WorkTruth work) {
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
                        && suspensions == stage.troubles().suspensions();
        if (asked) {
            requireAll(has, pinned, "was pinned");
            requireAll(has, flagged, "was flagged of a launch that the device had");
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
