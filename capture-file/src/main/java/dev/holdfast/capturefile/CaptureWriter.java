package dev.holdfast.capturefile;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        WholeFile.replace(file, out -> write(capture, out));
    }

    /// Writes `capture` into `folder`, as `capture-N.zip` with the first number from its own on
    /// that no file there has. Nothing is replaced, whoever else writes there at the same time.
    ///
    /// @return the file
    public static Path add(Capture capture, Path folder) throws IOException {
        return WholeFile.add(
                folder, "capture", ".zip", capture.number(), out -> write(capture, out));
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
