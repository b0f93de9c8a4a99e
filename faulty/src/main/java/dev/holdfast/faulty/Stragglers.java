package dev.holdfast.faulty;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/// Everybody who was reported as not stopped and goes on writing. Their writes are commands of the
/// device behind that no caller hears of; they are counted here, so that the device is not closed
/// under one.
final class Stragglers {
    private final Device inner;
    private final LentBlocks blocks;
    private final LoadedKernels kernels;
    private final Ticker ticker;
    private final Executor worker;
    private final SettableFence quiet = new SettableFence();

    /// True if somebody has a write to come: for whoever submits, on the way past.
    private volatile boolean any;

    // guarded by this
    private final PriorityQueue<Straggler> byCommand =
            new PriorityQueue<>(Comparator.comparingLong(straggler -> straggler.dueCommand));
    private long submitted;
    private int underWay;
    private boolean stopped;

    /// Nobody yet.
    Stragglers(
            Device inner,
            LentBlocks blocks,
            LoadedKernels kernels,
            Ticker ticker,
            Executor worker) {
        this.inner = inner;
        this.blocks = blocks;
        this.kernels = kernels;
        this.ticker = ticker;
        this.worker = worker;
    }

    /// `command` was given up and writes from now on.
    synchronized void add(Command command, long draw) {
        Straggler straggler = Straggler.of(command, draw);
        if (straggler != null && !stopped) {
            await(straggler);
        }
    }

    /// Somebody has submitted a command: what is due by that is written.
    void passedBy() {
        if (!any) {
            return;
        }
        List<Straggler> due = new ArrayList<>();
        synchronized (this) {
            submitted++;
            while (!byCommand.isEmpty() && byCommand.peek().dueCommand <= submitted) {
                Straggler straggler = byCommand.remove();
                if (straggler.alarm != null) {
                    straggler.alarm.cancel();
                }
                underWay++;
                due.add(straggler);
            }
            any = !byCommand.isEmpty();
        }
        due.forEach(this::write);
    }

    /// Nobody begins a write from now on; the answer settles when none is under way. Close the
    /// device behind only then.
    Fence stop() {
        boolean none;
        synchronized (this) {
            stopped = true;
            for (Straggler straggler : byCommand) {
                if (straggler.alarm != null) {
                    straggler.alarm.cancel();
                }
            }
            byCommand.clear();
            any = false;
            none = underWay == 0;
        }
        if (none) {
            quiet.signal();
        }
        return quiet;
    }

    private void await(Straggler straggler) {
        straggler.dueCommand = submitted + straggler.commandsToGo();
        int write = straggler.written();
        straggler.alarm =
                ticker.schedule(
                        straggler.nanosToGo(),
                        () -> worker.execute(() -> timeIsUp(straggler, write)));
        byCommand.add(straggler);
        any = true;
    }

    private void timeIsUp(Straggler straggler, int write) {
        synchronized (this) {
            // the ticker may have called before the alarm was called off
            if (straggler.written() != write || !byCommand.remove(straggler)) {
                return;
            }
            any = !byCommand.isEmpty();
            underWay++;
        }
        write(straggler);
    }

    /// Submits its next write; it was counted as under way.
    private void write(Straggler straggler) {
        Command command;
        QueueKind queue;
        synchronized (this) {
            command = straggler.write(blocks, kernels);
            queue = straggler.queue();
            if (straggler.hasMore() && !stopped) {
                await(straggler);
            }
        }
        boolean taken = false;
        try {
            inner.queue(queue).submit(command, fault -> written());
            taken = true;
        } finally {
            if (!taken) {
                written();
            }
        }
    }

    private void written() {
        boolean last;
        synchronized (this) {
            underWay--;
            last = stopped && underWay == 0;
        }
        if (last) {
            quiet.signal();
        }
    }
}
