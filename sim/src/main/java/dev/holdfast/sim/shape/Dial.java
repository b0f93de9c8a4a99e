package dev.holdfast.sim.shape;

import java.util.Locale;

/// One number of a [Shape].
public enum Dial {
    /// Changes of state after which the episode comes to its end.
    STEPS(1, 1 << 30),
    /// Turns of clients after which it comes to its end.
    TURNS(1, 1 << 30),
    /// Clients at a time.
    CLIENTS(1, 32),
    /// Objects that are open at a time, over all clients.
    OBJECTS(1, 4096),
    /// Words in a large object; most are smaller.
    WORDS(1, 1 << 15),
    /// Device memory.
    DEVICE_BYTES(512, 1 << 30),
    /// Host memory.
    HOST_BYTES(512, 1 << 30),
    /// Whether the device has no page tables, so that an object is one range in one slab.
    FLAT(0, 1),
    /// How much of device memory the CPU sees, in percent.
    VISIBLE(0, 100),
    /// How much of a move succeeds or fails together.
    CHUNK_BYTES(256, 1 << 20),
    /// Host memory kept for swaps.
    HEADROOM_BYTES(0, 1 << 20),
    /// Device memory kept free or clean, in percent.
    CLEAN(0, 100),
    /// Submissions that a client may have in flight.
    WINDOW(1, 256),
    /// Kernels that throw, in percent.
    KERNEL_FAULTS(0, 100),
    /// The longest that a kernel takes; half of them take no time.
    KERNEL_NANOS(0, 1 << 30),
    /// What a link carries in a millisecond, 0 for no limit.
    LINK_BYTES(0, 1 << 30),
    /// Work with foreign fences, in percent.
    FOREIGN(0, 100),
    /// The longest that a foreign fence may take.
    DEADLINE_NANOS(1, 1 << 30),
    /// Of how many steps of a wait one interrupts it; 0 for none.
    INTERRUPT_ONE_IN(0, 1 << 20),
    /// How many waits may be inside one another while clients act.
    DEPTH(0, 8),
    /// Which kind of action is chosen five times as often, counted from one; 0 for none.
    FAVOURED(0, 26),
    /// Of a hundred episodes, so many end with everything still in flight.
    ABRUPT(0, 100),
    /// How long a command may be the first of its queue; 0 for ever.
    WATCHDOG_NANOS(0, 1 << 30),
    /// How long a queue may have nothing to do before it is asked; 0 for ever.
    HEARTBEAT_NANOS(0, 1 << 30),
    /// Work with a limit of its own, in percent.
    TIME_LIMITS(0, 100),
    /// Of how many commands one finds its queue deaf; 0 for none.
    DEAF_ONE_IN(0, 1 << 20),
    /// Of a hundred resets, so many are not done.
    DISOBEYED(0, 100),
    /// How long a capture may take; 0 for what is usual.
    CAPTURE_NANOS(0, 1 << 30),
    /// Of how many moments in one the process stands still or the clock jumps; 0 for none.
    UNSTEADY_ONE_IN(0, 1 << 20),
    /// The longest that a use by a client's own commands may take; 0 for longer than any takes.
    USE_NANOS(0, 1 << 30),
    /// Whether captures are handed to somebody as they are finished.
    HANDED(0, 1),
    /// Whether there is a flight recorder.
    RECORDED(0, 1),
    /// Of how many calls of the driver one throws; 0 for none.
    RUDE_ONE_IN(0, 1 << 20);

    private final int least;
    private final int most;

    Dial(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /// Its smallest value.
    public int least() {
        return least;
    }

    /// Its largest value.
    public int most() {
        return most;
    }

    /// How it is written: `device-bytes`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
