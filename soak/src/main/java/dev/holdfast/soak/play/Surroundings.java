package dev.holdfast.soak.play;

import dev.holdfast.soak.rude.Kind;
import dev.holdfast.soak.rude.RudeClients;
import dev.holdfast.soak.rude.Rudeness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// What is around a manager that is none of its own, and of which some may be rude: its clients'
/// callbacks, its flight log, and the files of memory that is lent to it. Thread-safe.
public final class Surroundings implements AutoCloseable {
    private static final int LOG_LEAST = 300;
    private static final int LOG_RANGE = 1000;

    private final Rudeness rudeness;
    private final RudeClients clients;
    private final Optional<Path> folder;
    private final long logMoves;
    private final AtomicLong moves = new AtomicLong();
    private final AtomicLong files = new AtomicLong();

    private Surroundings(Rudeness rudeness, RudeClients clients, Optional<Path> folder) {
        this.rudeness = rudeness;
        this.clients = clients;
        this.folder = folder;
        this.logMoves = (long) LOG_LEAST + rudeness.below(LOG_RANGE);
    }

    /// Rude ones, with a folder of their own until they are closed; or such that do nothing.
    /// `verdict` hears of what a manager must not do.
    public static Surroundings of(Rudeness rudeness, Verdict verdict) {
        var clients = new RudeClients(rudeness, violation -> verdict.violated("P8", violation));
        try {
            Optional<Path> folder =
                    rudeness.isRude()
                            ? Optional.of(Files.createTempDirectory("holdfast-soak-"))
                            : Optional.empty();
            return new Surroundings(rudeness, clients, folder);
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        }
    }

    Rudeness rudeness() {
        return rudeness;
    }

    /// Whose callbacks there are.
    public RudeClients clients() {
        return clients;
    }

    /// Where the flight log is, if there is one.
    public Optional<Path> log() {
        return folder.map(in -> in.resolve("flight.log"));
    }

    /// A name for a file of lent memory, which nobody has yet.
    Optional<Path> newFile() {
        return folder.map(in -> in.resolve("lent-" + files.incrementAndGet()));
    }

    /// Somebody has moved: at one of the moves the flight log is cut short.
    void moved() {
        if (rudeness.isRude() && moves.incrementAndGet() == logMoves) {
            cut(log().orElseThrow());
            rudeness.count(Kind.LOG_CUT);
        }
    }

    /// Nothing of a file is left but its name.
    static void cut(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Takes the folder away.
    @Override
    public void close() {
        folder.ifPresent(Surroundings::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
