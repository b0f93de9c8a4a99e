package dev.holdfast.soak.rude;

/// What is rude around a manager, in the order of the table.
public enum Kind {
    LAUNCH_REFUSED("launches that the driver refused"),
    MOVE_REFUSED("copies and clears that the driver refused"),
    LAUNCH_IN_DOUBT("launches whose hand-over ended with an error"),
    MOVE_IN_DOUBT("copies and clears whose hand-over ended with an error"),
    MAP_THREW("mappings that a page table did not make"),
    UNMAP_THREW("mappings that a page table did not take away"),
    TABLE_IN_DOUBT("calls of a page table that ended with an error"),
    TABLE_STUCK("mappings that no try took away"),
    TABLE_CLOSE_THREW("page tables that threw when they were closed"),
    RESET_ASKED("resets asked for"),
    RESET_THREW("resets that threw"),
    CALLBACK_THREW("callbacks that threw"),
    EXECUTOR_THREW("executors that threw"),
    EXECUTOR_REFUSED("executors that refused"),
    LISTENER_THREW("capture listeners that threw"),
    LISTENER_REFUSED("executors of capture listeners that refused"),
    SINK_THREW("trace sinks that threw"),
    LOG_CUT("flight logs cut short"),
    ARENA_CLOSED("arenas of lent memory closed early"),
    FILE_CUT("mapped files of lent memory cut short");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    /// For people.
    public String text() {
        return text;
    }

    /// True if what is thrown reaches no caller, and so has to reach the thread's handler.
    boolean isReported() {
        return switch (this) {
            case CALLBACK_THREW, EXECUTOR_THREW, LISTENER_THREW, TABLE_CLOSE_THREW -> true;
            default -> false;
        };
    }

    /// True if only devices with address spaces can meet it.
    public boolean isOfTables() {
        return name().startsWith("TABLE") || this == MAP_THREW || this == UNMAP_THREW;
    }
}
