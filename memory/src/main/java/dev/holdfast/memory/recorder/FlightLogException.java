package dev.holdfast.memory.recorder;

import java.io.IOException;
import java.io.Serial;

/// A file that is no flight log, or none that can be read; the message names the file.
public final class FlightLogException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    FlightLogException(String message) {
        super(message);
    }
}
