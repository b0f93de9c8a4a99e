package dev.holdfast.soak.play;

import dev.holdfast.soak.content.Contents;
import dev.holdfast.soak.rude.Kind;
import dev.holdfast.soak.rude.Rudeness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Memory of a lane's own that is lent to an object: some of it allocated, some a mapped file. The
/// lane's alone.
final class LentMemory {
    private static final byte POISON = (byte) 0xA5;

    private final Arena arena;
    private final MemorySegment bytes;
    private final Optional<Path> file;
    private boolean gone;

    private LentMemory(Arena arena, MemorySegment bytes, Optional<Path> file) {
        this.arena = arena;
        this.bytes = bytes;
        this.file = file;
    }

    /// Memory that holds `contents`; a mapped file, if there is to be one.
    static LentMemory of(Contents contents, Optional<Path> file) {
        Arena arena = Arena.ofShared();
        MemorySegment bytes =
                file.map(path -> map(arena, path, contents.sizeBytes()))
                        .orElseGet(() -> arena.allocate(contents.sizeBytes(), Long.BYTES));
        contents.write(bytes, 0, contents.sizeBytes());
        return new LentMemory(arena, bytes, file);
    }

    private static MemorySegment map(Arena arena, Path file, long sizeBytes) {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, sizeBytes, arena);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    MemorySegment bytes() {
        return bytes;
    }

    /// Takes it away, although it is lent. An arena cannot be closed while somebody has just begun
    /// to read: then nothing has happened.
    void vanish(Rudeness rudeness) {
        if (gone) {
            return;
        }
        if (file.isPresent()) {
            Surroundings.cut(file.get());
            rudeness.count(Kind.FILE_CUT);
            gone = true;
            return;
        }
        try {
            arena.close();
            rudeness.count(Kind.ARENA_CLOSED);
            gone = true;
        } catch (IllegalStateException inUse) {
            // it is read at this moment
        }
    }

    /// Nobody may be reading it any more. Spoilt first: whoever still does gets something wrong.
    void release() {
        if (!gone) {
            bytes.fill(POISON);
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
        file.ifPresent(LentMemory::delete);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
