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

    /// For people.
    public String text() {
        return text;
    }
}
