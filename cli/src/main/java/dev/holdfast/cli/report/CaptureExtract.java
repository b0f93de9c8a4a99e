package dev.holdfast.cli.report;

import dev.holdfast.capturefile.WholeFile;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes captured bytes into files of their own.
public final class CaptureExtract {
    private final Lines out;

    private final Path source;

    /// An object, and where its bytes go.
    private record Part(CapturedObject object, Path file) {}

    /// Says on `out` what it writes.
    ///
    /// @param source the capture's file, which is never written to
    public CaptureExtract(PrintWriter out, Path source) {
        this.source = source;
        this.out = new Lines(out);
    }

    /// Writes the objects that `names` name, by name or number, or all of them.
    public void write(Capture capture, List<String> names, Path folder) throws InputException {
        for (String name : names) {
            if (capture.objects().stream().noneMatch(object -> isCalled(object, name))) {
                throw new InputException("no captured object is called \"" + name + "\"");
            }
        }
        Set<String> taken = new HashSet<>();
        List<Part> parts = new ArrayList<>();
        FileRoles roles = new FileRoles().reads("the capture", source);
        for (CapturedObject object : capture.objects()) {
            boolean wanted =
                    names.isEmpty() || names.stream().anyMatch(name -> isCalled(object, name));
            if (wanted) {
                Path file = folder.resolve(fileName(object, taken));
                roles.writes("the file of object " + object.id(), file);
                parts.add(new Part(object, file));
            }
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new InputException(
                    folder + " cannot be made: " + WholeFile.reason(failed), failed);
        }
        for (Part part : parts) {
            try {
                write(part.object, part.file);
            } catch (IOException failed) {
                throw new InputException(
                        part.file + " cannot be written: " + WholeFile.reason(failed), failed);
            }
        }
        out.flush();
    }

    private void write(CapturedObject object, Path file) throws IOException {
        switch (object.contents()) {
            case Contents.Present present -> {
                WholeFile.replace(
                        file,
                        bytes -> {
                            for (MemorySegment chunk : present.chunks()) {
                                bytes.write(chunk.toArray(ValueLayout.JAVA_BYTE));
                            }
                        });
                out.line(file + (present.truncated() ? ": cut, " + present.note() : ""));
            }
            case Contents.Missing(Contents.Why why, String note) ->
                    out.format("\"%s\" has no bytes: %s, %s", object.name(), why.text(), note);
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
