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
    /// Use objects by commands of the client's own.
    USE(6),
    /// Look at what is used so, write it, end the use.
    END_USE(8),
    /// Have the device adopt memory, and make an object of it.
    ADOPT(3),
    /// Give an object's content up.
    CLEAR(2),
    /// Say how an object will be used again.
    EXPECT(2),
    /// Ask when an object is idle.
    IDLE(3),
    /// Wait until nothing is under way.
    AWAIT_IDLE(1),
    /// Ask to be called when work has settled; be called.
    LISTEN(8),
    /// Wrap memory of the client's own, as one object or several.
    WRAP(2),
    /// Memory that was lent vanishes.
    VANISH(1);

    private final int weight;

    ActionKind(int weight) {
        this.weight = weight;
    }

    /// True if it came after all others: episodes without any of these are what they were before.
    public boolean isLate() {
        return compareTo(USE) >= 0;
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
