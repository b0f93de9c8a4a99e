package dev.holdfast.memory.recorder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The bytes of a flight log, read once, with what its header says.
final class FlightImage {
    private final ByteBuffer bytes;
    private final long[] header;
    private final int slots;

    private FlightImage(ByteBuffer bytes, long[] header, int slots) {
        this.bytes = bytes;
        this.header = header;
        this.slots = slots;
    }

    static FlightImage of(Path file, byte[] content) throws FlightLogException {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length < 2 * Long.BYTES || bytes.getLong(0) != FlightFormat.MAGIC) {
            throw new FlightLogException(file + " is no flight log");
        }
        long version = bytes.getLong(FlightFormat.AT_VERSION * Long.BYTES);
        if (version != FlightFormat.VERSION) {
            throw new FlightLogException(
                    "%s is a flight log of version %d, and this reads version %d"
                            .formatted(file, version, FlightFormat.VERSION));
        }
        if (content.length < FlightFormat.HEADER_BYTES) {
            throw cut(file, content.length, "at least " + FlightFormat.HEADER_BYTES);
        }
        long[] header = new long[FlightFormat.HEADER_BYTES / Long.BYTES];
        Arrays.setAll(header, i -> bytes.getLong(i * Long.BYTES));
        long slots = header[FlightFormat.AT_SLOTS];
        long textBytes = header[FlightFormat.AT_TEXT_BYTES];
        if (header[FlightFormat.AT_CHECK] != FlightFormat.headerCheck(header)
                || header[FlightFormat.AT_SLOT_BYTES] != FlightFormat.SLOT_BYTES
                || Long.bitCount(slots) != 1
                || slots > FlightFormat.MOST_FILE_BYTES / FlightFormat.SLOT_BYTES
                || textBytes < 0
                || textBytes > FlightFormat.MOST_TEXT_BYTES) {
            throw new FlightLogException(file + " is a flight log whose header is damaged");
        }
        long whole = FlightFormat.HEADER_BYTES + 2 * slots * FlightFormat.SLOT_BYTES;
        if (content.length < whole) {
            throw cut(file, content.length, Long.toString(whole));
        }
        return new FlightImage(bytes, header, (int) slots);
    }

    private static FlightLogException cut(Path file, long found, String whole) {
        return new FlightLogException(
                "%s is a flight log that was cut: %d of %s bytes".formatted(file, found, whole));
    }

    int slots() {
        return slots;
    }

    long startedMillis() {
        return header[FlightFormat.AT_STARTED];
    }

    long startedNanos() {
        return header[FlightFormat.AT_NANOS];
    }

    long pid() {
        return header[FlightFormat.AT_PID];
    }

    /// A line of the header's text: queues, faults, device.
    String text(int line) {
        byte[] text = new byte[(int) header[FlightFormat.AT_TEXT_BYTES]];
        bytes.get(FlightFormat.AT_TEXT * Long.BYTES, text);
        String[] lines = new String(text, StandardCharsets.UTF_8).split("\n", 3);
        return line < lines.length ? lines[line] : "";
    }

    List<String> words(int line) {
        return List.of(text(line).split(","));
    }

    /// A slot for a record.
    Slot record(int index) {
        return slot(FlightFormat.HEADER_BYTES, index);
    }

    /// A slot for a name.
    Slot name(int index) {
        return slot(FlightFormat.HEADER_BYTES + slots * FlightFormat.SLOT_BYTES, index);
    }

    private Slot slot(int start, int index) {
        long[] words = new long[FlightFormat.SLOT_WORDS];
        int at = start + index * FlightFormat.SLOT_BYTES;
        Arrays.setAll(words, i -> bytes.getLong(at + i * Long.BYTES));
        return new Slot(words);
    }

    /// The text of a name; empty if it was overwritten or is torn.
    String nameOf(int number) {
        int index = number & (slots - 1);
        Slot slot = name(index);
        if (number == 0 || slot.state(index, slots) != Slot.State.WRITTEN) {
            return "";
        }
        if ((int) slot.stamp() != number) {
            return "";
        }
        byte[] text = new byte[FlightFormat.NAME_BYTES + 2];
        int start = FlightFormat.HEADER_BYTES + (slots + index) * FlightFormat.SLOT_BYTES;
        bytes.get(start + Long.BYTES, text);
        int length = Math.min(text[0] & 0xff, FlightFormat.NAME_BYTES);
        String name = new String(text, 2, length, StandardCharsets.UTF_8);
        return text[1] == 0 ? name : name + "…";
    }

    /// What was found in a slot.
    record Slot(long[] words) {
        enum State {
            EMPTY,
            WRITTEN,
            BEGUN,
            DAMAGED
        }

        long stamp() {
            return words[0];
        }

        /// A word of the record, of six.
        long word(int index) {
            return words[1 + index];
        }

        /// Whether this is whole, and belongs where it was found.
        State state(int index, int slots) {
            long stamp = stamp();
            long mask = slots - 1L;
            if (stamp == 0) {
                return Arrays.stream(words).allMatch(word -> word == 0)
                        ? State.EMPTY
                        : State.DAMAGED;
            }
            if ((Math.abs(stamp) & mask) != index) {
                return State.DAMAGED;
            }
            if (stamp < 0) {
                return State.BEGUN;
            }
            long check =
                    FlightFormat.check(
                            stamp, words[1], words[2], words[3], words[4], words[5], words[6]);
            return check == words[FlightFormat.SLOT_WORDS - 1] ? State.WRITTEN : State.DAMAGED;
        }
    }
}
