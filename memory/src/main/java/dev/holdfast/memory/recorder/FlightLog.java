package dev.holdfast.memory.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a flight log says: of a process that has ended, however it did, or of one that goes on.
///
/// @param device the name of the device
/// @param pid the process that wrote it
/// @param startedMillis when the log began, since 1970
/// @param capacity how many records it has room for
/// @param records those that are whole, oldest first
/// @param inFlight what the driver had and had not reported, oldest first
/// @param notes what the reader must know besides: records that are torn, damaged or overwritten,
///   and what follows from that; empty if the log tells everything since it began
public record FlightLog(
        String device,
        long pid,
        long startedMillis,
        int capacity,
        List<FlightRecord> records,
        List<InFlight> inFlight,
        List<String> notes) {

    /// Reads a file. Throws [FlightLogException] if it is no flight log, is cut short, or is of
    /// another version.
    public static FlightLog read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FlightLogException(file + " is a folder and no flight log");
        }
        if (Files.isRegularFile(file) && Files.size(file) > FlightFormat.MOST_FILE_BYTES) {
            throw new FlightLogException(file + " is no flight log: it is too long for one");
        }
        FlightImage image = FlightImage.of(file, Files.readAllBytes(file));
        return new FlightReader(image).read();
    }

    /// True if the manager that wrote it was closed in order.
    public boolean isClosed() {
        return !records.isEmpty() && records.getLast() instanceof FlightRecord.Closed;
    }

    /// True if the log has lost its beginning to later records.
    public boolean isWrapped() {
        return !records.isEmpty() && records.getFirst().number() > 1;
    }
}
