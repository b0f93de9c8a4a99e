package dev.holdfast.cli.trace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The real traces beside the project, in `../shared/data` seen from its root.
///
/// They are no part of the project. Where they are missing, a test that asks for one is reported as
/// not run.
public final class RealTraces {
    private static final Path FOLDER = Path.of("shared", "data");

    private RealTraces() {}

    public static Trace read(String fileName) throws TraceException {
        return new TraceReader().read(file(fileName));
    }

    public static Path file(String fileName) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(FOLDER))) {
            folder = folder.getParent();
        }
        assumeTrue(folder != null, "not run: there is no folder ../shared/data");
        Path file = folder.resolve(FOLDER).resolve(fileName);
        assumeTrue(Files.isReadable(file), "not run: there is no " + fileName);
        return file;
    }
}
