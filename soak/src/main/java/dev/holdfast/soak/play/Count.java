package dev.holdfast.soak.play;

/// What is counted, in the order of the table.
public enum Count {
    OPERATIONS("operations"),
    LAUNCHES("launches accepted"),
    MAPPINGS("mappings made"),
    OBJECTS("objects made"),
    BORROWED("uses of others' objects"),
    WORDS("words verified"),
    UNREAD_REPORTS("reports of launches that could not be read"),
    KERNELS_FAILED("launches whose kernel failed"),
    SKIPPED("launches skipped: what they needed had failed"),
    CANCELLED("launches cancelled"),
    TOLD_REFUSED("launches told that the driver refused them"),
    TOLD_UNSTOPPED("launches told that they may run on"),
    HARMED("told that a command may run on in what is needed"),
    TOLD_UNMAPPED("launches told of an address that is not mapped"),
    TOLD_RESET("launches taken by a reset"),
    RESETS("resets done"),
    SOURCES_LOST("lost content whose lent memory is gone"),
    LOST_BY_NAME("lost content, told by name"),
    REFUSED_CONTENT("refusals: content bad or lost"),
    REFUSED_MAPPED("refusals: mapped"),
    REFUSED_PINNED("refusals: pinned"),
    REFUSED_RIGHT("refusals: not granted, or closed by the owner"),
    REFUSED_SPACE("refusals: no room now"),
    REFUSED_SIZE("refusals: larger than the memory"),
    WINDOW_FULL("windows found full"),
    INTERRUPTED("mappings interrupted"),
    DEPARTURES("clients closed and opened again");

    private final String text;

    Count(String text) {
        this.text = text;
    }

    /// True if only rude surroundings lead to it.
    public boolean isOfRudeness() {
        return switch (this) {
            case TOLD_REFUSED,
                    TOLD_UNSTOPPED,
                    HARMED,
                    TOLD_UNMAPPED,
                    TOLD_RESET,
                    RESETS,
                    SOURCES_LOST ->
                    true;
            default -> false;
        };
    }

    /// For people.
    public String text() {
        return text;
    }
}
