package dev.holdfast.cli.report;

import dev.holdfast.capturefile.WholeFile;
import dev.holdfast.cli.replay.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The files that one command reads and writes, each under one role. Whoever names a file twice, by
/// whatever spelling or link, would lose an input or one of two outputs: that is refused before
/// anything is written.
public final class FileRoles {
    private final Map<Path, String> inputs = new HashMap<>();

    // by place
    private final Map<Path, String> outputs = new HashMap<>();
    private final Map<Path, String> captureFolders = new HashMap<>();

    /// The command reads `file`, which is `what` to people. Inputs are named before outputs.
    public FileRoles reads(String what, Path file) {
        inputs.put(file, what);
        return this;
    }

    /// The command writes `file`, as the option `what` says.
    public FileRoles writes(String what, Path file) throws InputException {
        if (Files.exists(file) && !isKept(file)) {
            // a device or a pipe takes what several write, and keeps nothing that could be lost
            return this;
        }
        Path place = place(what, file);
        Path parent = place.getParent();
        refuseIfTaken(what, file, place);
        if (parent != null && isCapture(place) && captureFolders.containsKey(parent)) {
            throw taken(what, file, "where captures go of " + captureFolders.get(parent));
        }
        outputs.put(place, what);
        return this;
    }

    /// The command makes new captures in `folder`, as the option `what` says.
    public FileRoles addsCapturesTo(String what, Path folder) throws InputException {
        Path place = place(what, folder);
        refuseIfTaken(what, folder, place);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException("%s %s: is no folder".formatted(what, folder));
        }
        for (Map.Entry<Path, String> output : outputs.entrySet()) {
            if (isCapture(output.getKey()) && place.equals(output.getKey().getParent())) {
                throw taken(what, folder, "where the file of " + output.getValue() + " is to be");
            }
        }
        captureFolders.put(place, what);
        return this;
    }

    private void refuseIfTaken(String what, Path file, Path place) throws InputException {
        for (Map.Entry<Path, String> input : inputs.entrySet()) {
            if (isOne(what, file, input.getKey())) {
                throw taken(what, file, input.getValue() + " as well");
            }
        }
        String other = outputs.getOrDefault(place, captureFolders.get(place));
        if (other != null) {
            throw taken(what, file, "the file of " + other + " as well");
        }
    }

    private static InputException taken(String what, Path file, String of) {
        return new InputException("%s %s: is %s; nothing was written".formatted(what, file, of));
    }

    private static boolean isOne(String what, Path output, Path input) throws InputException {
        try {
            return (Files.exists(output) && Files.exists(input))
                    ? Files.isSameFile(output, input)
                    : place(what, output).equals(place(what, input));
        } catch (IOException failed) {
            throw unseen(what, output, failed);
        }
    }

    private static boolean isKept(Path file) {
        return Files.isRegularFile(file) || Files.isDirectory(file);
    }

    /// True if captures could get that name.
    private static boolean isCapture(Path place) {
        return place.getFileName() != null
                && place.getFileName().toString().matches("capture-[0-9]+[.]zip");
    }

    /// Where a file is or will be: behind links, and by the one true name of its folder, as far as
    /// that exists.
    private static Path place(String what, Path file) throws InputException {
        try {
            Path target = WholeFile.behindLinks(file);
            Path known = target;
            while (known != null && !Files.exists(known)) {
                known = known.getParent();
            }
            return known == null
                    ? target.normalize()
                    : known.toRealPath().resolve(known.relativize(target)).normalize();
        } catch (IOException failed) {
            throw unseen(what, file, failed);
        }
    }

    private static InputException unseen(String what, Path file, IOException failed) {
        return new InputException(
                "%s %s: cannot be looked at: %s".formatted(what, file, WholeFile.reason(failed)),
                failed);
    }
}
