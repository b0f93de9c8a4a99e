package dev.holdfast.faulty;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A command that was reported as not stopped, and what it still does: a few writes to the memory
/// that it was given to write, each much later than the one before. A copy or a fill may do its own
/// work once more, with what its source holds *then*; a launch may write through its addresses,
/// whatever is mapped there *then*; else a write is garbage, over all of its targets or over a
/// part.
///
/// When a write is due is counted in commands that others submit and in time, whichever comes
/// first: so it falls between other people's work where there is some, and comes at all where there
/// is none. Guarded by its [Stragglers].
final class Straggler {
    private static final int MOST_WRITES = 4;
    private static final int FIRST_COMMANDS = 4;
    private static final long FIRST_NANOS = 100_000;

    /// How much longer each wait is than the one before, as a power of two.
    private static final int SLOWER_LOG = 3;

    private final SplittableRandom random;
    private final List<HeapRange> targets;
    private final long sizeBytes;
    private final @Nullable Command again;
    private final Command.@Nullable Launch launch;
    private final int writes;
    private int written;

    /// At which count of submitted commands the next write is due.
    long dueCommand;

    Ticker.@Nullable Alarm alarm;

    private Straggler(
            List<HeapRange> targets,
            @Nullable Command again,
            Command.@Nullable Launch launch,
            long draw) {
        this.random = new SplittableRandom(draw);
        this.targets = targets;
        this.sizeBytes = targets.stream().mapToLong(HeapRange::sizeBytes).sum();
        this.again = again;
        this.launch = launch;
        this.writes = random.nextInt(2, MOST_WRITES + 1);
    }

    /// What `command` is from now on; null if it was given nothing to write.
    static @Nullable Straggler of(Command command, long draw) {
        Straggler straggler =
                switch (command) {
                    case Command.Copy copy ->
                            new Straggler(
                                    copy.transfers().stream().map(Transfer::target).toList(),
                                    isLent(copy) ? null : copy,
                                    null,
                                    draw);
                    case Command.Fill fill -> new Straggler(fill.targets(), fill, null, draw);
                    case Command.Launch launch ->
                            new Straggler(Wreck.writable(launch), null, launch, draw);
                    case Command.Marker marker -> new Straggler(List.of(), null, null, draw);
                };
        return straggler.sizeBytes > 0 || straggler.mayWriteByAddress() ? straggler : null;
    }

    private boolean mayWriteByAddress() {
        return launch != null
                && launch.space().isPresent()
                && launch.arguments().stream().anyMatch(BufferArgument::writable);
    }

    /// How many writes there have been.
    int written() {
        return written;
    }

    /// True if there is a write still to come.
    boolean hasMore() {
        return written < writes;
    }

    /// How many commands from now the next write is due.
    long commandsToGo() {
        return random.nextLong(1, 1 + ((long) FIRST_COMMANDS << (SLOWER_LOG * written)));
    }

    /// How long from now it is due at the latest.
    long nanosToGo() {
        return random.nextLong(FIRST_NANOS << (SLOWER_LOG * written));
    }

    /// Where the next write goes to: any queue runs any command.
    QueueKind queue() {
        return QueueKind.values()[random.nextInt(QueueKind.values().length)];
    }

    /// The next write.
    Command write(LentBlocks blocks, LoadedKernels kernels) {
        written++;
        if (launch != null && mayWriteByAddress() && (sizeBytes == 0 || random.nextBoolean())) {
            Optional<Command> byAddress = kernels.late(launch, random.nextLong());
            if (byAddress.isPresent()) {
                return byAddress.get();
            }
        }
        if (sizeBytes == 0) {
            return new Command.Marker();
        }
        if (again != null && random.nextInt(3) == 0) {
            return again;
        }
        long from = 0;
        long length = sizeBytes;
        if (random.nextBoolean()) {
            from = random.nextLong(sizeBytes);
            length = random.nextLong(1, sizeBytes - from + 1);
        }
        List<Transfer> transfers = new ArrayList<>();
        blocks.scribble(targets, from, from + length, random, transfers);
        return new Command.Copy(transfers);
    }

    /// What is lent is the command's only until its completion.
    private static boolean isLent(Command.Copy copy) {
        return copy.transfers().stream()
                .anyMatch(transfer -> transfer.source() instanceof CopySource.Lent);
    }
}
