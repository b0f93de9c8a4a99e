package dev.holdfast.capturefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Whether a file is one ZIP archive from its first byte to its last.
///
/// Java's reader looks for the directory near the end of the file and takes no notice of what is
/// before, between and behind. A file with a tail, or with another in front of it, is not what was
/// written, and nobody can say what else is wrong with it.
final class ZipShape {
    private static final int ENTRY = 0x04034b50;
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MOST_COMMENT_BYTES = 0xffff;
    private static final int WIDE_LOCATOR = 0x07064b50;
    private static final int WIDE_LOCATOR_BYTES = 20;
    private static final int WIDE_END_BYTES = 56;
    private static final long WIDE = 0xffff_ffffL;
    private static final String DAMAGED = "a capture file whose directory is damaged";

    // where things are in the record at the end
    private static final int AT_DIRECTORY_BYTES = 12;
    private static final int AT_DIRECTORY = 16;
    private static final int AT_COMMENT_BYTES = 20;

    private ZipShape() {}

    /// What is wrong with `file`; empty if nothing is. Throws if it cannot be read.
    static String problem(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long sizeBytes = channel.size();
            if (sizeBytes < Integer.BYTES || read(channel, 0, Integer.BYTES).getInt(0) != ENTRY) {
                return "not a capture file";
            }
            long tailBytes = Math.min(sizeBytes, END_BYTES + MOST_COMMENT_BYTES);
            long from = sizeBytes - tailBytes;
            ByteBuffer tail = read(channel, from, (int) tailBytes);
            int end = end(tail);
            if (end < 0) {
                return "not a capture file, or cut short: it breaks off at byte " + sizeBytes;
            }
            int comment = Short.toUnsignedInt(tail.getShort(end + AT_COMMENT_BYTES));
            long over = from + end + END_BYTES + comment;
            if (over < sizeBytes) {
                return "a capture file that ends at byte %d, and %d bytes follow"
                        .formatted(over, sizeBytes - over);
            }
            return over > sizeBytes
                    ? "not a capture file, or cut short: it breaks off at byte " + sizeBytes
                    : directory(channel, tail, end, from + end);
        }
    }

    /// Where the last record is that says that it is the end; negative if there is none.
    private static int end(ByteBuffer tail) {
        int at = tail.limit() - END_BYTES;
        while (at >= 0 && tail.getInt(at) != END) {
            at--;
        }
        return at;
    }

    /// The directory has to be right before the record that tells of it.
    private static String directory(FileChannel channel, ByteBuffer tail, int end, long endAt)
            throws IOException {
        long directoryBytes = Integer.toUnsignedLong(tail.getInt(end + AT_DIRECTORY_BYTES));
        long directoryAt = Integer.toUnsignedLong(tail.getInt(end + AT_DIRECTORY));
        boolean wide = directoryBytes == WIDE || directoryAt == WIDE;
        if (!wide) {
            return place(directoryAt, directoryBytes, endAt);
        }
        long locatorAt = endAt - WIDE_LOCATOR_BYTES;
        long wideAt = locatorAt - WIDE_END_BYTES;
        if (wideAt < 0) {
            return DAMAGED;
        }
        if (read(channel, locatorAt, WIDE_LOCATOR_BYTES).getInt(0) != WIDE_LOCATOR) {
            return DAMAGED;
        }
        ByteBuffer record = read(channel, wideAt, WIDE_END_BYTES);
        return place(record.getLong(48), record.getLong(40), wideAt);
    }

    private static String place(long directoryAt, long directoryBytes, long endAt) {
        if (directoryAt == endAt - directoryBytes) {
            return "";
        }
        return "a capture file whose directory does not end at byte %d, as it should"
                .formatted(endAt);
    }

    private static ByteBuffer read(FileChannel channel, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new IOException("it got shorter while it was read");
            }
        }
        return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }
}
