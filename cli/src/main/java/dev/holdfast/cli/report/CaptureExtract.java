package dev.holdfast.cli.report;

import dev.holdfast.capturefile.CaptureText;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes captured bytes into files of their own.
public final class CaptureExtract {
    private final PrintWriter out;

    /// Says on `out` what it writes.
    public CaptureExtract(PrintWriter out) {
        this.out = out;
    }

    /// Writes the objects that `names` name, by name or number, or all of them.
    public void write(Capture capture, List<String> names, Path folder)
            throws IOException, InputException {
        for (String name : names) {
            if (capture.objects().stream().noneMatch(object -> isCalled(object, name))) {
                throw new InputException("no captured object is called \"" + name + "\"");
            }
        }
        Files.createDirectories(folder);
        Set<String> taken = new HashSet<>();
        for (CapturedObject object : capture.objects()) {
            boolean wanted =
                    names.isEmpty() || names.stream().anyMatch(name -> isCalled(object, name));
            if (wanted) {
                write(object, folder.resolve(fileName(object, taken)));
            }
        }
        out.flush();
    }

    private void write(CapturedObject object, Path file) throws IOException {
        switch (object.contents()) {
            case Contents.Present present -> {
                try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file))) {
                    for (MemorySegment chunk : present.chunks()) {
                        bytes.write(chunk.toArray(ValueLayout.JAVA_BYTE));
                    }
                }
                out.println(
                        file
                                + (present.truncated()
                                        ? ": cut, " + CaptureText.plain(present.note())
                                        : ""));
            }
            case Contents.Missing(Contents.Why why, String note) ->
                    out.printf(
                            "\"%s\" has no bytes: %s, %s%n",
                            CaptureText.plain(object.name()), why.text(), CaptureText.plain(note));
        }
    }

    private static boolean isCalled(CapturedObject object, String name) {
        return object.name().equals(name) || Long.toString(object.id()).equals(name);
    }

    /// What an owner calls an object is not always a name that a file can have, and one object is
    /// captured several times if commands run from several places of it.
    private static String fileName(CapturedObject object, Set<String> taken) {
        String plain = object.name().replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^[.]+", "");
        String cut = plain.length() > 60 ? plain.substring(0, 60) : plain;
        String stem = object.id() + (cut.isEmpty() ? "" : "-" + cut);
        String name = stem + ".bin";
        for (int i = 2; !taken.add(name); i++) {
            name = "%s.%d.bin".formatted(stem, i);
        }
        return name;
    }
}
