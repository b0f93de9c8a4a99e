package dev.holdfast.capturefile;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes capture files.
public final class CaptureWriter {
    private static final int TILE_BYTES = 64 << 10;

    private CaptureWriter() {}

    /// Writes `capture` to `file`, in place of what was there. Until it is whole it has another
    /// name beside that.
    public static void write(Capture capture, Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path half = whole.resolveSibling("." + whole.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(half))) {
                write(capture, out);
            }
            move(half, whole);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static void move(Path half, Path whole) throws IOException {
        try {
            Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException notHere) {
            Files.move(half, whole, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void write(Capture capture, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry(Format.JSON));
            zip.write(new CaptureJson().text(capture).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            List<CapturedObject> objects = capture.objects();
            for (int i = 0; i < objects.size(); i++) {
                CapturedObject object = objects.get(i);
                if (object.contents() instanceof Contents.Present present) {
                    zip.putNextEntry(new ZipEntry(Format.buffer(i, object.id())));
                    write(present, zip);
                    zip.closeEntry();
                }
            }
        }
    }

    private static void write(Contents.Present present, OutputStream out) throws IOException {
        byte[] tile = new byte[TILE_BYTES];
        for (MemorySegment chunk : present.chunks()) {
            for (long at = 0; at < chunk.byteSize(); at += TILE_BYTES) {
                int count = (int) Math.min(TILE_BYTES, chunk.byteSize() - at);
                MemorySegment.copy(chunk, at, MemorySegment.ofArray(tile), 0, count);
                out.write(tile, 0, count);
            }
        }
    }
}
