package dev.holdfast.sim.shape;

/// Something that a run should have met, or it has not looked everywhere.
public enum Mark {
    /// A move that the device failed, completed by the CPU.
    REPAIR_BY_CPU("repair by CPU"),
    /// A move that the device failed, completed by another queue.
    REPAIR_BY_QUEUE("repair by another queue"),
    /// A move whose bytes are gone.
    LOSS("loss"),
    /// An object that had lost its content and was overwritten.
    REVIVED("revived after loss"),
    /// Space of two owners, given out as one.
    MIXED_GRANT("space of two owners granted as one"),
    /// Space given out that waited for two evictions or more.
    PENDING_GRANT("space behind several evictions"),
    /// Space that an unstopped command can still reach.
    QUARANTINE("quarantine"),
    /// A move between two full regions.
    SWAP("swap through the headroom"),
    /// An eviction without a copy.
    CLEAN_DROP("clean drop"),
    /// A copy out ahead of need.
    WRITE_BEHIND("write-behind"),
    /// A host backing given up for its room.
    DUPLICATE_DROPPED("host duplicate dropped"),
    /// A share that was used after it had been taken back.
    REVOKED_USE("revoked share used"),
    /// A grant of an object that is its owner's alone.
    PRIVATE_NOT_GRANTED("private object not granted"),
    /// Work that a closing client took along.
    CANCELLED("cancelled by close"),
    /// A map that was interrupted.
    INTERRUPTED_MAP("interrupted map"),
    /// The process stood still.
    PAUSED("process paused"),
    /// The clock showed another time.
    CLOCK_JUMPED("clock jumped"),
    /// A foreign fence that came too late.
    FOREIGN_LATE("foreign fence late"),
    /// Work that was skipped, because something it needed had failed.
    SKIPPED("skipped dependent"),
    /// A command that a reset took away.
    RESET("reset of a running command"),
    /// A command that the watchdog had taken.
    WATCHDOG_FIRED("watchdog fired"),
    /// A marker that was not answered.
    HEARTBEAT_FIRED("heartbeat not answered"),
    /// Work that took longer than it allows itself.
    TIME_LIMIT("limit of its own"),
    /// A device that was given up.
    GIVEN_UP("given up"),
    /// What a device said that had been given up.
    LATE_REPORT("late report"),
    /// A device whose loss a marker was the first to meet.
    LOST_IDLE("lost while idle"),
    /// Bytes captured where their object still was.
    CAPTURED("captured in place"),
    /// Bytes captured of an object that had moved since.
    CAPTURED_MOVED("captured after a move"),
    /// An object in a capture without its bytes.
    CAPTURE_MISSING("in a capture without bytes"),
    /// A device that was lost.
    DEVICE_LOST("device lost"),
    /// A move whose bookkeeping failed, done while the caller waited.
    SYNCHRONOUS_MOVE("synchronous move"),
    /// A mapping that had given the content up and did not come about.
    MAPPING_GIVEN_UP("write mapping given up"),
    /// Content that was accepted after a fault.
    ACCEPTED("accepted after fault"),
    /// A binding that was given more rights.
    REBOUND("rebind with more rights"),
    /// A full window.
    FULL_WINDOW("full window"),
    /// Work that found no space.
    NO_SPACE("refused: no space"),
    /// Work that found no space in one piece.
    IN_THE_WAY("refused: in the way"),
    /// Everything taken off the device.
    SUSPENDED("suspended"),
    /// A suspension that was refused, or interrupted.
    SUSPEND_REFUSED("suspend refused"),
    /// Another device, or the same again.
    RESUMED("resumed"),
    /// A use by a client's own commands that was ended in time.
    USED("used by own commands"),
    /// One that was not.
    USE_EXPIRED("own use expired"),
    /// A wait for a use that was interrupted.
    USE_LEFT("own use given up"),
    /// An object that is memory which the device has adopted.
    ADOPTED("adopted"),
    /// Adopted memory that went back to whoever it came from.
    WENT_BACK("adopted memory gone back"),
    /// Content that was given up.
    CLEARED("cleared by hand"),
    /// A fence of an object's users that has settled.
    IDLE("idle again"),
    /// A wait until nothing was under way, to its end.
    ALL_IDLE("everything idle"),
    /// Somebody who was called when work had settled.
    HEARD("told of a settlement"),
    /// A capture that was handed to somebody.
    HANDED("capture handed over"),
    /// A lost device that was replaced in one call.
    RECOVERED("recovered"),
    /// A flight log that was read at the end.
    RECORDED("flight log read"),
    /// Something that waits, tried in a fence's callback.
    FORBIDDEN("refused in a callback"),
    /// Lent memory that was gone when it was needed.
    SOURCE_LOST("lent memory vanished"),
    /// A driver that threw an exception.
    DRIVER_THREW("driver threw an exception"),
    /// A driver that threw an error, and may have done what it was asked for.
    DRIVER_ERROR("driver threw an error");

    private final String text;

    Mark(String text) {
        this.text = text;
    }

    /// What it is called in tables.
    public String text() {
        return text;
    }
}
