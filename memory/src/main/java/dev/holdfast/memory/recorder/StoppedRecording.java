package dev.holdfast.memory.recorder;

import dev.holdfast.device.fence.ForeignCode;

/// The one warning about a recording that has switched itself off.
final class StoppedRecording {
    private static final String LOGGER = "dev.holdfast.memory.recorder";

    private StoppedRecording() {}

    /// Warns once everything is settled that is being settled: loggers are foreign code too.
    static void warn(String what, Throwable thrown) {
        ForeignCode.afterwards(() ->
                System.getLogger(LOGGER)
                        .log(System.Logger.Level.WARNING, what + ": " + ForeignCode.words(thrown)));
    }
}
