package dev.holdfast.cli.replay;

import dev.holdfast.capturefile.CaptureWriter;
import dev.holdfast.capturefile.WholeFile;
import dev.holdfast.memory.capture.Capture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a replay's captures go: `capture-1.zip` and so on, each under a name that no file there
/// has. What was captured before, by this process or another, stays.
public final class CaptureFolder {
    private final Path folder;
    private final List<String> lost = new ArrayList<>();

    /// Makes the folder, if it is not there.
    public CaptureFolder(Path folder) throws InputException {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new InputException(
                    "--capture-dir " + folder + " cannot be made: " + WholeFile.reason(failed),
                    failed);
        }
    }

    /// Writes one; the answer is its file. If it cannot be written, because the disk is full say,
    /// it is lost, and nothing else is.
    public Optional<Path> add(Capture capture) {
        try {
            return Optional.of(CaptureWriter.add(capture, folder));
        } catch (IOException failed) {
            lost.add(
                    "capture %d could not be written to %s: %s"
                            .formatted(capture.number(), folder, WholeFile.reason(failed)));
            return Optional.empty();
        }
    }

    /// What could not be written, a line each.
    public List<String> lost() {
        return List.copyOf(lost);
    }
}
