package dev.holdfast.soak.rude;

import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import java.util.concurrent.atomic.AtomicLong;

/// Which calls of the driver leave memory in doubt, so that nobody can have it until the device is
/// closed. That has to be little: few of them, of small things, and ever fewer as time goes by.
final class Doubts {
    private final int most;
    private final long spread;
    private final long smallBytes;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong left;

    /// At most so many, of things of at most so many bytes. The first is at once, the next after
    /// `spread` calls, the one after that after four times as many, and so on.
    Doubts(int most, long spread, long smallBytes) {
        this.most = most;
        this.spread = spread;
        this.smallBytes = smallBytes;
        this.left = new AtomicLong(most);
    }

    /// True if a call may leave that much in doubt; then it does.
    boolean take(long sizeBytes) {
        long call = calls.incrementAndGet();
        if (sizeBytes > smallBytes) {
            return false;
        }
        long open = left.get();
        long before = most - open;
        return open > 0 && call >= spread * before * before && left.compareAndSet(open, open - 1);
    }

    /// How much a command can touch.
    static long sizeBytes(Command command) {
        return switch (command) {
            case Command.Copy copy -> copy.sizeBytes();
            case Command.Fill fill -> fill.sizeBytes();
            case Command.Launch launch ->
                    launch.arguments().stream()
                            .flatMap(argument -> argument.ranges().stream())
                            .mapToLong(HeapRange::sizeBytes)
                            .sum();
            case Command.Marker marker -> 0;
        };
    }
}
