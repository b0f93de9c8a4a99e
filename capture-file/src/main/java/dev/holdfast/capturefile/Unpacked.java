package dev.holdfast.capturefile;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Room for what comes out of a capture file: the first bytes on the heap, the rest in a file of
/// the temporary folder that is mapped and has no name any more, so that a capture as large as a
/// card can be looked at by a JVM of any size.
///
/// The mapping lives as long as somebody refers to a piece of it. One thread's.
final class Unpacked implements AutoCloseable {
    private static final long HEAP_BYTES = 32L << 20;
    private static final int PIECE_BYTES = 1 << 20;

    private long onHeap;
    private @Nullable FileChannel rest;

    /// Room for the next `sizeBytes`.
    Place place(long sizeBytes) throws IOException {
        if (onHeap + sizeBytes <= HEAP_BYTES) {
            onHeap += sizeBytes;
            return new Place(null, 0);
        }
        FileChannel file = file();
        return new Place(file, file.position());
    }

    private FileChannel file() throws IOException {
        FileChannel file = rest;
        if (file == null) {
            Path path = Files.createTempFile("holdfast-capture-", ".bin");
            file =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            rest = file;
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        if (rest != null) {
            rest.close();
        }
    }

    /// Where the bytes of one object go.
    static final class Place {
        private final @Nullable FileChannel file;
        private final long from;
        private final List<MemorySegment> chunks = new ArrayList<>();

        private Place(@Nullable FileChannel file, long from) {
            this.file = file;
            this.from = from;
        }

        /// Takes the next bytes, which the caller does not touch again.
        void add(byte[] bytes) throws IOException {
            if (file == null) {
                chunks.add(MemorySegment.ofArray(bytes).asReadOnly());
                return;
            }
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                file.write(left);
            }
        }

        /// What was added, end to end.
        List<MemorySegment> chunks() throws IOException {
            if (file == null) {
                return chunks;
            }
            long sizeBytes = file.position() - from;
            MemorySegment whole = file.map(MapMode.READ_ONLY, from, sizeBytes, Arena.ofAuto());
            List<MemorySegment> pieces = new ArrayList<>();
            for (long at = 0; at < sizeBytes; at += PIECE_BYTES) {
                pieces.add(whole.asSlice(at, Math.min(PIECE_BYTES, sizeBytes - at)));
            }
            return pieces;
        }
    }
}
