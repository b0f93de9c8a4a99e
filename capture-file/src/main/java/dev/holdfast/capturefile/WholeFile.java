package dev.holdfast.capturefile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/// Writes files that get their names only once they are whole.
///
/// Until then the bytes are in a file beside it with a name that no other process takes. If they
/// cannot be written to their end, because the disk is full or the program fails, that file goes
/// and what was there before stays as it was.
public final class WholeFile {
    private static final int MOST_LINKS = 40;

    private WholeFile() {}

    /// What is written.
    @FunctionalInterface
    public interface Content {
        /// Writes all of it; the stream is the caller's to close.
        void writeTo(OutputStream out) throws IOException;
    }

    /// Writes `file`, in place of what was there. A link stays one: the file that it names is
    /// replaced. What is no file but takes bytes, such as a pipe, is written to as it is.
    public static void replace(Path file, Content content) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                content.writeTo(out);
            }
            return;
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString());
        }
        Path target = behindLinks(file);
        Path half = beside(target);
        try {
            write(half, content);
            if (Files.exists(target)) {
                keepPermissions(target, half);
            }
            move(half, target);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    /// Writes a new file into `folder`: the first of `stem-N.ending`, with N counted from `from`,
    /// that nobody has, whoever else does the same at the same time. Nothing is ever replaced.
    ///
    /// @return the file
    public static Path add(Path folder, String stem, String ending, long from, Content content)
            throws IOException {
        Path half = beside(folder.resolve(stem));
        try {
            write(half, content);
            long number = from;
            Path file = folder.resolve(stem + "-" + number + ending);
            while (!take(half, file)) {
                number++;
                file = folder.resolve(stem + "-" + number + ending);
            }
            return file;
        } finally {
            Files.deleteIfExists(half);
        }
    }

    /// The file that `file` names, behind symbolic links, of which the last may lead nowhere.
    public static Path behindLinks(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(target); i++) {
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /// Why something could not be written, in a few words without the name of the file.
    public static String reason(IOException failed) {
        return switch (failed) {
            case NoSuchFileException _ -> "no such folder";
            case AccessDeniedException _ -> "no permission to write there";
            case FileSystemException named when named.getReason() != null -> named.getReason();
            default ->
                    failed.getMessage() == null
                            ? failed.getClass().getSimpleName()
                            : failed.getMessage();
        };
    }

    /// A name that is nobody's, in the same folder: only there can a file be moved in one step.
    private static Path beside(Path target) {
        long mark = ThreadLocalRandom.current().nextLong();
        return target.toAbsolutePath()
                .resolveSibling(
                        ".holdfast-%d-%016x.part".formatted(ProcessHandle.current().pid(), mark));
    }

    private static void write(Path half, Content content) throws IOException {
        try (OutputStream out =
                new BufferedOutputStream(
                        Files.newOutputStream(
                                half, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            content.writeTo(out);
        }
    }

    private static void keepPermissions(Path target, Path half) throws IOException {
        if (Files.getFileStore(half).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(half, Files.getPosixFilePermissions(target));
        }
    }

    private static void move(Path half, Path target) throws IOException {
        try {
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException notHere) {
            Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Gives `half` the name `file`, if nobody has it. A hard link is refused where there is one
    /// already; where a file system has none, an empty file of that name is made first, which is
    /// refused likewise, and replaced.
    private static boolean take(Path half, Path file) throws IOException {
        try {
            Files.createLink(file, half);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            return reserve(half, file);
        }
    }

    private static boolean reserve(Path half, Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
        boolean moved = false;
        try {
            move(half, file);
            moved = true;
        } finally {
            if (!moved) {
                Files.deleteIfExists(file);
            }
        }
        return true;
    }
}
