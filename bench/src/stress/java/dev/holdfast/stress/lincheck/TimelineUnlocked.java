package dev.holdfast.stress.lincheck;

import dev.holdfast.stress.BugIn;
import org.jetbrains.lincheck.datastructures.Operation;

/// Known bug: a number is taken and the newest replaced without a lock.
@BugIn(TimelineModel.class)
public final class TimelineUnlocked {
    private volatile long lastSeqno;
    private volatile long newest;

    @Operation
    public long attach() {
        long seqno = lastSeqno + 1;
        lastSeqno = seqno;
        newest = seqno;
        return seqno;
    }

    @Operation
    public long newest() {
        return newest;
    }
}
