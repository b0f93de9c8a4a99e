package dev.holdfast.capturefile;

import java.io.IOException;
import java.nio.file.Path;

/// A file that is no capture, or not a whole one; the message names the file and says what is
/// wrong.
public final class CaptureFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /// For `file`, of which `what` is the matter.
    public CaptureFileException(Path file, String what) {
        super(file + ": " + CaptureText.plain(what));
    }
}
