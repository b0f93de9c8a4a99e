package dev.holdfast.bench.budget;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for as long as a measurement takes.
///
/// @param path where it is
record ScratchFolder(Path path) implements AutoCloseable {
    /// A new one.
    ScratchFolder(String name) {
        this(make(name));
    }

    private static Path make(String name) {
        try {
            return Files.createTempDirectory("holdfast-" + name);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Removes it with all that is in it.
    @Override
    public void close() {
        try (Stream<Path> found = Files.walk(path)) {
            List<Path> innermostFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path each : innermostFirst) {
                Files.delete(each);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
