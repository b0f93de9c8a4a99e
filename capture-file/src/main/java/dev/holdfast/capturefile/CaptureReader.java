package dev.holdfast.capturefile;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads capture files. Trusts nothing that is in one, and needs little heap whatever its size: see
/// [Unpacked].
public final class CaptureReader {
    /// More than this is not the metadata of anything.
    private static final long MOST_JSON_BYTES = 64L << 20;

    /// No more bytes than these come of one byte of a ZIP file.
    private static final long MOST_OF_ONE_BYTE = 1100;

    private static final int TILE_BYTES = 1 << 20;

    private final Path file;
    private final long mostBytes;

    private CaptureReader(Path file, long mostBytes) {
        this.file = file;
        this.mostBytes = mostBytes;
    }

    /// The capture in `file`, with at most 8 GiB of contents. Throws [CaptureFileException] if it
    /// is none, is not whole or is of another version.
    public static Capture read(Path file) throws IOException {
        return read(file, 8L << 30);
    }

    /// As [#read(Path)], with a limit of the caller's: a small file can unpack to a large one.
    public static Capture read(Path file, long mostBytes) throws IOException {
        return new CaptureReader(file, mostBytes).read();
    }

    private Capture read() throws CaptureFileException {
        requireOneArchive();
        try (ZipFile zip = new ZipFile(file.toFile());
                Unpacked unpacked = new Unpacked()) {
            CaptureParser parsed = parse(zip);
            requireRoom(parsed.objects());
            List<CapturedObject> objects = new ArrayList<>();
            for (CaptureParser.Stored stored : parsed.objects()) {
                Contents contents = stored.contents();
                objects.add(
                        stored.with(contents == null ? present(zip, stored, unpacked) : contents));
            }
            return parsed.with(objects);
        } catch (CaptureFileException said) {
            throw said;
        } catch (ZipException notOne) {
            throw wrong("not a capture file, or cut short (%s)".formatted(reason(notOne)));
        } catch (IOException damaged) {
            throw wrong("damaged, or cannot be read (%s)".formatted(reason(damaged)));
        } catch (CaptureParser.BadCapture bad) {
            throw wrong(String.valueOf(bad.getMessage()));
        }
    }

    private void requireOneArchive() throws CaptureFileException {
        if (Files.isDirectory(file)) {
            throw wrong("not a capture file but a folder");
        }
        String problem;
        try {
            problem = ZipShape.problem(file);
        } catch (NoSuchFileException missing) {
            throw wrong("no such file");
        } catch (AccessDeniedException denied) {
            throw wrong("no permission to read it");
        } catch (IOException failed) {
            throw wrong("cannot be read (%s)".formatted(reason(failed)));
        }
        if (!problem.isEmpty()) {
            throw wrong(problem);
        }
    }

    private static String reason(IOException damaged) {
        String message = damaged.getMessage();
        return message == null ? damaged.getClass().getSimpleName() : message;
    }

    /// Before anything is unpacked: what the file says that it holds is no more than is allowed,
    /// nor than a file of its size can hold.
    private void requireRoom(List<CaptureParser.Stored> objects) throws IOException {
        long most = Math.min(mostBytes, Files.size(file) * MOST_OF_ONE_BYTE);
        long left = most;
        for (CaptureParser.Stored stored : objects) {
            if (stored.contents() == null) {
                if (stored.sizeBytes() > left) {
                    throw wrong("says that it holds more contents than " + most + " bytes");
                }
                left -= stored.sizeBytes();
            }
        }
    }

    private CaptureParser parse(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Format.JSON);
        if (entry == null) {
            throw wrong("not a capture file: no " + Format.JSON + " in it");
        }
        byte[] text;
        try (CheckedInputStream in = checked(zip, entry)) {
            text = in.readNBytes((int) MOST_JSON_BYTES + 1);
            requireWhole(in, entry);
        }
        if (text.length > MOST_JSON_BYTES) {
            throw wrong(Format.JSON + " is larger than 64 MiB");
        }
        JsonNode root;
        try {
            root = JsonMapper.builder().build().readTree(text);
        } catch (JacksonException broken) {
            throw wrong(Format.JSON + " is no JSON: " + broken.getOriginalMessage());
        }
        return CaptureParser.parse(root);
    }

    private Contents.Present present(ZipFile zip, CaptureParser.Stored stored, Unpacked unpacked)
            throws IOException {
        ZipEntry entry = zip.getEntry(stored.entry());
        if (entry == null) {
            throw wrong("\"" + stored.entry() + "\" is not in it");
        }
        Unpacked.Place place = unpacked.place(stored.sizeBytes());
        long left = stored.sizeBytes();
        try (CheckedInputStream in = checked(zip, entry)) {
            while (left > 0) {
                byte[] tile = in.readNBytes((int) Math.min(TILE_BYTES, left));
                if (tile.length == 0) {
                    break;
                }
                place.add(tile);
                left -= tile.length;
            }
            if (left != 0 || in.read() >= 0) {
                throw wrong(
                        "\"%s\" has %s than the %d bytes that it should have"
                                .formatted(
                                        stored.entry(),
                                        left != 0 ? "less" : "more",
                                        stored.sizeBytes()));
            }
            requireWhole(in, entry);
        }
        return new Contents.Present(place.chunks(), stored.truncated(), stored.note());
    }

    private static CheckedInputStream checked(ZipFile zip, ZipEntry entry) throws IOException {
        return new CheckedInputStream(zip.getInputStream(entry), new CRC32());
    }

    /// A ZIP file has a check sum for each entry that its reader does not look at.
    private void requireWhole(CheckedInputStream in, ZipEntry entry) throws CaptureFileException {
        if (in.getChecksum().getValue() != entry.getCrc()) {
            throw wrong("\"" + entry.getName() + "\" is damaged: its check sum is another");
        }
    }

    private CaptureFileException wrong(String what) {
        return new CaptureFileException(file, what);
    }
}
