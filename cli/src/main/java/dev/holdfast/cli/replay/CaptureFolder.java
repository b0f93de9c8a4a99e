package dev.holdfast.cli.replay;

import dev.holdfast.capturefile.CaptureWriter;
import dev.holdfast.memory.capture.Capture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a replay's captures go: `capture-1.zip` and so on.
public final class CaptureFolder {
    private final Path folder;
    private final List<Path> written = new ArrayList<>();

    /// Makes the folder, if it is not there.
    public CaptureFolder(Path folder) throws InputException {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new InputException(
                    "--capture-dir " + folder + " cannot be made: " + failed, failed);
        }
    }

    /// Writes one.
    public void add(Capture capture) throws InputException {
        Path file = folder.resolve("capture-" + capture.number() + ".zip");
        try {
            CaptureWriter.write(capture, file);
        } catch (IOException failed) {
            throw new InputException(file + " cannot be written: " + failed, failed);
        }
        written.add(file);
    }

    /// What was written.
    public List<Path> written() {
        return List.copyOf(written);
    }
}
