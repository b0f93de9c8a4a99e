package dev.holdfast.memory.capture;

/// What made a capture begin.
public enum Trigger {
    /// A command did not end within its time.
    WATCHDOG("watchdog"),
    /// A queue that had nothing to do did not answer.
    HEARTBEAT("heartbeat"),
    /// A kernel reported a fault, or the device was lost.
    DEVICE_FAULT("device fault"),
    /// Somebody asked for one.
    EXPLICIT("asked for"),
    /// Somebody asked for a reset.
    RESET("reset");

    private final String text;

    Trigger(String text) {
        this.text = text;
    }

    /// For people: `device fault`.
    public String text() {
        return text;
    }
}
