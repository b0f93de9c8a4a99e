package dev.holdfast.memory.schedule;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many commands of one queue the driver is given ahead. Under the ledger.
///
/// Too few, and the device idles while somebody learns that one is over and hands over the next;
/// too many, and an urgent command, or another client's, stands behind a crowd. What both come down
/// to is time. So behind the command that the device is at, the driver is given as many as will
/// take half a millisecond, but never more than [#MOST].
///
/// How long one will take is told from how long its client's have taken lately, and nothing is
/// believed of a client beyond that: one whose commands are not known yet, or whose last was long,
/// has its next one handed over when the device has nothing else, and then as many ahead as have
/// been short in a row. So nobody ever stands behind more than one command that is long, but for as
/// many as the same client has just had short ones.
///
/// A command's time is from the end of the one before it, or from its hand-over if that is later.
/// What is told late, because somebody holds up those who tell it, makes one command long and the
/// next ones short, and is forgotten with those.
final class Depth {
    /// Nobody stands behind more, however wrong the estimate is.
    static final int MOST = 128;

    /// How long it may take what is ahead; a command that takes longer is long.
    static final long AHEAD_NANOS = 500_000;

    /// Of how many clients the pace is remembered: those who have used the queue last.
    private static final int CLIENTS = 256;

    private final int fixed;
    private final Map<Long, Pace> paces = new LinkedHashMap<>(16, 0.75f, true);
    private Pace latest = new Pace(0);
    private long aheadNanos;
    private long endedNanos;

    private Depth(int fixed) {
        this.fixed = fixed;
        paces.put(latest.clientId, latest);
    }

    /// Always the same.
    static Depth fixed(int commands) {
        return new Depth(commands);
    }

    /// By the time that commands take.
    static Depth byTime() {
        return new Depth(0);
    }

    /// True if it is told how long commands take.
    boolean isTimed() {
        return fixed == 0;
    }

    /// True if one more command of a client may go to the driver, which has `held` and is at
    /// `head`.
    boolean hasRoomFor(long clientId, int held, @Nullable ScheduledCommand head) {
        if (!isTimed()) {
            return held < fixed;
        }
        if (head == null) {
            return true;
        }
        Pace pace = paceOf(clientId);
        return held < MOST
                && pace.isTrustedWithOneMore()
                && aheadNanos - head.expectedNanos() + pace.meanNanos() <= AHEAD_NANOS;
    }

    /// A command goes to the driver at `nanos`.
    void given(ScheduledCommand command, long nanos) {
        if (isTimed()) {
            Pace pace = paceOf(command.clientId());
            pace.given++;
            command.expect(pace, nanos);
            aheadNanos += command.expectedNanos();
        }
    }

    /// A command that went to the driver is over, since `nanos`.
    void ended(ScheduledCommand command, long nanos) {
        Pace pace = command.pace();
        if (pace == null) {
            return;
        }
        pace.given--;
        aheadNanos -= command.expectedNanos();
        pace.took(nanos - Math.max(endedNanos, command.givenNanos()));
        endedNanos = Math.max(endedNanos, nanos);
    }

    private Pace paceOf(long clientId) {
        if (latest.clientId != clientId) {
            latest = paces.computeIfAbsent(clientId, Pace::new);
            if (paces.size() > CLIENTS) {
                Iterator<Pace> oldest = paces.values().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        return latest;
    }
}
