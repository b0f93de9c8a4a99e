package dev.holdfast.sim.shape;

import java.util.Locale;

/// What clients, and whoever looks after the device, may do.
public enum ActionKind {
    /// Submit work.
    SUBMIT(60),
    /// Create an object.
    CREATE(8),
    /// Create an object from memory of the client's own.
    LEND(2),
    /// Close an object, or give a grant back.
    CLOSE(5),
    /// Map an object.
    MAP(8),
    /// Write through a mapping, look at it again, or end it.
    UNMAP(9),
    /// Grant an object to another client.
    GRANT(4),
    /// Take a grant back, or use one that was taken back.
    REVOKE(3),
    /// Pin an object.
    PIN(2),
    /// Take a pin back.
    UNPIN(3),
    /// Accept an object's content after a fault.
    ACCEPT(3),
    /// Close a client with all it has in flight, and bring a new one in.
    LEAVE(1),
    /// Settle a foreign fence.
    SETTLE(8),
    /// Reset a queue.
    RESET(1),
    /// Ask for a capture, or take one.
    CAPTURE(5),
    /// Suspend, and resume on the same device or another.
    SUSPEND(2),
    /// Wrap memory of the client's own, as one object or several.
    WRAP(2),
    /// Memory that was lent vanishes.
    VANISH(1);

    private final int weight;

    ActionKind(int weight) {
        this.weight = weight;
    }

    /// How often it is chosen, against the others.
    public int weight() {
        return weight;
    }

    /// How it is written: `submit`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
