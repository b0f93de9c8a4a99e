package dev.holdfast.cli.replay;

import java.io.Serial;

/// Something asked for that cannot be: told in one line to the person who asked.
public final class InputException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /// Says what is wrong and what to do.
    public InputException(String message) {
        super(message);
    }

    /// Says what is wrong and what to do, where another exception has found out.
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
