package dev.holdfast.memory.recorder;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/// A flight log that is being written: its file, made and mapped. Locked, so that no two processes
/// write to one.
final class FlightFile implements AutoCloseable {
    private static final String KEPT = ".previous";
    private static final String HALF_MADE = ".new";

    private final FileChannel channel;
    private final MemorySegment bytes;

    private FlightFile(FileChannel channel, MemorySegment bytes) {
        this.channel = channel;
        this.bytes = bytes;
    }

    /// Makes the file anew, under another name until it is whole: a full disk, or an interrupt,
    /// leaves nothing behind. What an earlier process left there is what somebody may be about to
    /// look for: it is set aside.
    static FlightFile create(Recording recording, String device, long nanos) throws IOException {
        Path file = recording.file();
        Path half = file.resolveSibling(file.getFileName() + HALF_MADE);
        try {
            return create(file, half, recording.records(), device, nanos);
        } catch (ClosedByInterruptException | FileLockInterruptionException interrupted) {
            // the thread's flag stays set
            var told =
                    new InterruptedIOException(
                            "the thread was interrupted while the flight log was made");
            told.initCause(interrupted);
            throw told;
        }
    }

    private static FlightFile create(Path file, Path half, int slots, String device, long nanos)
            throws IOException {
        checkUnused(file);
        FileChannel channel =
                FileChannel.open(
                        half,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        boolean ours = false;
        boolean made = false;
        try {
            lock(channel, file);
            ours = true;
            MemorySegment bytes = filled(channel, half, slots, device, nanos);
            if (checkUnused(file)) {
                Path before = file.resolveSibling(file.getFileName() + KEPT);
                Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
            made = true;
            return new FlightFile(channel, bytes);
        } finally {
            if (!made) {
                if (ours) {
                    Files.deleteIfExists(half);
                }
                channel.close();
            }
        }
    }

    private static MemorySegment filled(
            FileChannel channel, Path file, int slots, String device, long nanos)
            throws IOException {
        long sizeBytes = FlightFormat.HEADER_BYTES + 2L * slots * FlightFormat.SLOT_BYTES;
        fill(channel, sizeBytes);
        // never unmapped by hand: a driver may report something after everybody has left
        MemorySegment bytes =
                channel.map(FileChannel.MapMode.READ_WRITE, 0, sizeBytes, Arena.ofAuto());
        long[] header = header(slots, device, nanos);
        header[FlightFormat.AT_STARTED] = Files.getLastModifiedTime(file).toMillis();
        header[FlightFormat.AT_CHECK] = FlightFormat.headerCheck(header);
        for (int i = 0; i < header.length; i++) {
            bytes.setAtIndex(FlightFormat.WORD, i, header[i]);
        }
        return bytes;
    }

    /// Every page is written once: a hole in the file, met when a record is stored, would need room
    /// on a disk that may have none, and kill the process that it is here to tell of.
    private static void fill(FileChannel channel, long sizeBytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
        channel.truncate(0);
        for (long at = 0; at < sizeBytes; at += zeros.position()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), sizeBytes - at));
            while (zeros.hasRemaining()) {
                channel.write(zeros, at + zeros.position());
            }
        }
    }

    private static long[] header(int slots, String device, long nanos) {
        long[] header = new long[FlightFormat.HEADER_BYTES / Long.BYTES];
        header[FlightFormat.AT_MAGIC] = FlightFormat.MAGIC;
        header[FlightFormat.AT_VERSION] = FlightFormat.VERSION;
        header[FlightFormat.AT_SLOT_BYTES] = FlightFormat.SLOT_BYTES;
        header[FlightFormat.AT_SLOTS] = slots;
        header[FlightFormat.AT_NANOS] = nanos;
        header[FlightFormat.AT_PID] = ProcessHandle.current().pid();
        byte[] text =
                String.join("\n", queues(), faults(), device.replace('\n', ' '))
                        .getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, FlightFormat.MOST_TEXT_BYTES);
        header[FlightFormat.AT_TEXT_BYTES] = length;
        byte[] padded = Arrays.copyOf(Arrays.copyOf(text, length), FlightFormat.MOST_TEXT_BYTES);
        for (int i = 0; i < padded.length / Long.BYTES; i++) {
            header[FlightFormat.AT_TEXT + i] = FlightNames.word(padded, i * Long.BYTES);
        }
        return header;
    }

    /// The words for the small numbers in records, so that a log can be read by a program in which
    /// they have become others.
    private static String queues() {
        return Arrays.stream(QueueKind.values())
                .map(QueueKind::text)
                .collect(Collectors.joining(","));
    }

    private static String faults() {
        return Arrays.stream(FaultKind.values())
                .map(FaultKind::name)
                .collect(Collectors.joining(","));
    }

    /// Throws if it is there and is no flight log, or somebody is writing it; true if it is there.
    private static boolean checkUnused(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer magic = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(magic, 0);
            if (magic.position() < Long.BYTES || magic.getLong(0) != FlightFormat.MAGIC) {
                throw new IOException(file + " exists and is no flight log: left as it is");
            }
            lock(channel, file);
        }
        return true;
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException here) {
            locked = false;
        }
        if (!locked) {
            throw new IOException(file + " is being written to by somebody else");
        }
    }

    Slots records() {
        return new Slots(bytes, FlightFormat.HEADER_BYTES, slots());
    }

    Slots names() {
        long start = FlightFormat.HEADER_BYTES + (long) slots() * FlightFormat.SLOT_BYTES;
        return new Slots(bytes, start, slots());
    }

    int slots() {
        return (int) bytes.getAtIndex(FlightFormat.WORD, FlightFormat.AT_SLOTS);
    }

    /// Brings everything to the disk and lets others have the file.
    @Override
    public void close() throws IOException {
        try (channel) {
            bytes.force();
        }
    }
}
