package dev.holdfast.sim.play;

import dev.holdfast.memory.BufferHandle;
import dev.holdfast.sim.oracle.Word;
import dev.holdfast.sim.world.Chance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Objects that are memory of their owner's own, one or many, and memory that vanishes under them
/// at any moment: its arena is closed, or the file that is mapped there gets shorter.
final class Lending implements AutoCloseable {
    private static final int MOST = 6;
    private static final int PAGE_BYTES = 4096;

    private final Stage stage;
    private final Chance chance;
    private final Creating creating;
    private final List<Source> sources = new ArrayList<>();
    private final List<Source> leftovers = new ArrayList<>();

    /// Memory that somebody lends, and the objects that it is, in order.
    private record Source(
            Arena arena,
            MemorySegment content,
            @Nullable FileChannel file,
            List<ObjectTruth> objects) {}

    Lending(Stage stage, Creating creating) {
        this.stage = stage;
        this.chance = stage.chance();
        this.creating = creating;
    }

    /// Wraps memory as one object or as several, or lends it to one that may be written.
    boolean wrap() {
        int most = Word.OBJECTS - stage.truth().nextObject();
        if (!creating.mayCreate() || sources.size() >= MOST || most < 4) {
            return false;
        }
        Player player = stage.anyPlayer();
        int words = creating.words();
        int parts = chance.oneIn(3) ? chance.between(2, 4) : 1;
        int lastWords = chance.between(1, words);
        List<ObjectTruth> objects = new ArrayList<>();
        int first = stage.truth().nextObject();
        for (int i = 0; i < parts; i++) {
            String name = parts == 1 ? "o" + first : "o%d[%d]".formatted(first, i);
            int length = i == parts - 1 && parts > 1 ? lastWords : words;
            objects.add(new ObjectTruth(first + i, name, length, player));
        }
        Source source = source(player, objects);
        sources.add(source);
        boolean writable = parts == 1 && chance.oneIn(3);
        List<BufferHandle> handles;
        if (parts > 1) {
            handles = player.client.wrapParts("o" + first, source.content(), 8L * words);
        } else {
            handles =
                    List.of(
                            writable
                                    ? player.client.createFrom("o" + first, source.content())
                                    : player.client.wrap("o" + first, source.content()));
        }
        for (int i = 0; i < parts; i++) {
            creating.own(player, objects.get(i), handles.get(i), writable);
        }
        return true;
    }

    /// Memory with the content of `objects`, one after the other.
    private Source source(Player player, List<ObjectTruth> objects) {
        List<long[]> contents = new ArrayList<>();
        long total = 0;
        for (ObjectTruth object : objects) {
            Version version = Version.byHost(player, object);
            long[] words = new long[object.words];
            Words.write(version, words, words.length);
            object.current = version;
            contents.add(words);
            total += object.sizeBytes();
        }
        long at = 0;
        Source source = chance.oneIn(4) ? inFile(total, objects) : inArena(total, objects);
        for (int i = 0; i < objects.size(); i++) {
            ObjectTruth object = objects.get(i);
            MemorySegment part = source.content().asSlice(at, object.sizeBytes());
            MemorySegment.copy(
                    contents.get(i), 0, part, ValueLayout.JAVA_LONG_UNALIGNED, 0, object.words);
            object.lent = part;
            object.lentVersion = object.current.number;
            at += object.sizeBytes();
        }
        return source;
    }

    private static Source inArena(long sizeBytes, List<ObjectTruth> objects) {
        Arena arena = Arena.ofShared();
        return new Source(arena, arena.allocate(sizeBytes, Long.BYTES), null, objects);
    }

    private static Source inFile(long sizeBytes, List<ObjectTruth> objects) {
        Arena arena = Arena.ofShared();
        try {
            Path path = Files.createTempFile("holdfast-sim", ".lent");
            FileChannel file =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            MemorySegment content = file.map(FileChannel.MapMode.READ_WRITE, 0, sizeBytes, arena);
            return new Source(arena, content, file, objects);
        } catch (IOException | UnsupportedOperationException none) {
            // the same play, with memory that is no file
            return new Source(arena, arena.allocate(sizeBytes, Long.BYTES), null, objects);
        }
    }

    /// Memory of somebody's vanishes, whoever needs it, all of it or from some page on.
    boolean vanish() {
        if (sources.isEmpty()) {
            return false;
        }
        Source source = sources.remove(chance.below(sources.size()));
        long pages = (source.content().byteSize() + PAGE_BYTES - 1) / PAGE_BYTES;
        long left = (long) PAGE_BYTES * chance.below((int) pages);
        if (source.file() == null || !isShortened(source.file(), left)) {
            source.arena().close();
            left = 0;
        }
        long end = 0;
        for (ObjectTruth object : source.objects()) {
            end += object.sizeBytes();
            object.vanished |= end > left;
            stage.note("memory", "vanishes up to " + left + " bytes, of", object);
        }
        if (source.arena().scope().isAlive()) {
            leftovers.add(source);
        } else if (source.file() != null) {
            close(source.file());
        }
        return true;
    }

    /// Not every system lets a file that is mapped get shorter.
    private static boolean isShortened(FileChannel file, long sizeBytes) {
        try {
            file.truncate(sizeBytes);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /// At the very end, when nobody can need any of it.
    @Override
    public void close() {
        leftovers.addAll(sources);
        sources.clear();
        for (Source source : leftovers) {
            source.arena().close();
            if (source.file() != null) {
                close(source.file());
            }
        }
        leftovers.clear();
    }

    /// With that it is deleted.
    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
