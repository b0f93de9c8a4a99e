package dev.holdfast.opencl;

/// How queues learn that commands are over.
///
/// @param events what they ask
/// @param waits true to wait for the oldest event, on the queue's worker, instead of being called
record Completions(Events events, boolean waits) {
    /// Chooses the way: `callback`, or `wait` where a driver does not call back as it should.
    static final String PROPERTY = "holdfast.opencl.completion";

    /// As the property says. If it says nothing, by callback, and by waiting where calls are
    /// serial: a driver that is fragile in its calls is not better in its callbacks.
    static Completions configured(Calls calls) {
        return of(System.getProperty(PROPERTY, calls.serial() ? "wait" : "callback"));
    }

    /// By name; throws [IllegalArgumentException] for what is none.
    static Completions of(String name) {
        return switch (name) {
            case "callback" -> new Completions(new ClEvents(), false);
            case "wait" -> new Completions(new ClEvents(), true);
            default ->
                    throw new IllegalArgumentException(
                            PROPERTY + "=" + name + ": callback or wait is possible");
        };
    }
}
