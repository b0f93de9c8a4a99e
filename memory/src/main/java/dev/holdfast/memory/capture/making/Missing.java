package dev.holdfast.memory.capture.making;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.memory.capture.Contents;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// The words in which contents are missing. Constants where they are needed in a place that has no
/// memory to spare.
final class Missing {
    static final Contents NOT_THERE_YET =
            new Contents.Missing(
                    Contents.Why.NOT_THERE_YET,
                    "its bytes had not arrived there when the capture came to it");
    static final Contents GONE =
            new Contents.Missing(
                    Contents.Why.GONE, "its memory had been let go when the capture began");
    static final Contents NOT_KEPT =
            new Contents.Missing(
                    Contents.Why.UNREADABLE,
                    "there was no room to keep it when the command was submitted");
    static final Contents TOO_MANY =
            new Contents.Missing(
                    Contents.Why.OVER_LIMIT, "there are more objects than a capture reads");
    static final Contents NO_ROOM =
            new Contents.Missing(Contents.Why.UNREADABLE, "there was no memory to read it into");

    private Missing() {}

    static Contents noMoreRoom(List<MemorySegment> pieces) {
        return new Contents.Present(pieces, true, "there was no more memory to read it into");
    }

    static Contents lost(Optional<Fault> fault) {
        String cause = fault.map(Fault::toString).orElse("the device is lost");
        return new Contents.Missing(Contents.Why.LOST, cause);
    }

    static Contents unreadable(Throwable thrown) {
        return new Contents.Missing(Contents.Why.UNREADABLE, "reading it threw " + thrown);
    }
}
