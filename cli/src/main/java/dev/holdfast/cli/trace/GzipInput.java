package dev.holdfast.cli.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks a gzip file: one member after the other, to the last byte of the file.
///
/// [java.util.zip.GZIPInputStream] takes whatever follows a member and is no whole member for the
/// end: the second half of a file that was cut, or that has a gap in it, is then missing without a
/// word. Here every byte of the file has to belong to a member that is whole and whose check sum
/// and length are right.
final class GzipInput extends InputStream {
    private static final int MAGIC_LOW = 0x1f;
    private static final int MAGIC_HIGH = 0x8b;
    private static final int DEFLATE = 8;
    private static final int BUFFER_BYTES = 64 << 10;

    // flags of a member's header: what follows its ten bytes
    private static final int HEADER_CHECK = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int UNKNOWN = 0xe0;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;

    /// Where in the file the buffer ends.
    private long endAt;

    private boolean inMember;
    private boolean over;

    /// A file that is not as it should be; the message says how, and at which byte.
    static final class BrokenGzipException extends IOException {
        @Serial private static final long serialVersionUID = 1L;

        BrokenGzipException(String what) {
            super(what);
        }
    }

    /// Closes `packed` when it is closed.
    GzipInput(InputStream packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (length > 0 && !over) {
            if (!inMember) {
                nextMember();
                continue;
            }
            int count = inflate(target, from, length);
            if (count > 0) {
                check.update(target, from, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            }
        }
        return length == 0 ? 0 : -1;
    }

    private int inflate(byte[] target, int from, int length) throws IOException {
        try {
            int count = inflater.inflate(target, from, length);
            if (count > 0 || inflater.finished()) {
                return count;
            }
            if (inflater.needsDictionary()) {
                throw damaged();
            }
            // what was in the buffer is used up
            start = end;
            if (!fill()) {
                throw cutOff();
            }
            inflater.setInput(buffer, start, end - start);
            return 0;
        } catch (DataFormatException wrong) {
            throw damaged();
        }
    }

    private void nextMember() throws IOException {
        long at = position();
        int first = next();
        if (first < 0) {
            over = true;
            return;
        }
        if (first != MAGIC_LOW || following(at) != MAGIC_HIGH) {
            throw new BrokenGzipException(
                    "the gzip stream ends at byte %d of the file, and what follows is no gzip"
                            .formatted(at));
        }
        if (needed() != DEFLATE) {
            throw damaged();
        }
        int flags = needed();
        if ((flags & UNKNOWN) != 0) {
            throw damaged();
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(needed() | needed() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECK) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, start, end - start);
        check.reset();
        inMember = true;
    }

    /// The second byte of what may be a member.
    private int following(long at) throws IOException {
        int second = next();
        if (second < 0 && at > 0) {
            throw cutOff();
        }
        return second;
    }

    private void endMember() throws IOException {
        start = end - inflater.getRemaining();
        inMember = false;
        long sum = number();
        long length = number();
        if (sum != check.getValue() || length != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw damaged();
        }
    }

    private long number() throws IOException {
        long number = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            number |= (long) needed() << shift;
        }
        return number;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            needed();
        }
    }

    private void skipText() throws IOException {
        while (needed() != 0) {
            // to its end
        }
    }

    private int needed() throws IOException {
        int next = next();
        if (next < 0) {
            throw cutOff();
        }
        return next;
    }

    private int next() throws IOException {
        return start < end || fill() ? buffer[start++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        int count = packed.read(buffer);
        start = 0;
        end = Math.max(0, count);
        endAt += end;
        return end > 0;
    }

    private long position() {
        return endAt - (end - start);
    }

    private BrokenGzipException cutOff() {
        return new BrokenGzipException(
                "the gzip stream breaks off at byte %d, where the file ends: it was cut off, bring"
                                .formatted(position())
                        + " it anew");
    }

    private BrokenGzipException damaged() {
        long at = inMember ? endAt - inflater.getRemaining() : position();
        return new BrokenGzipException(
                "the gzip stream is damaged before byte %d; bring the file anew".formatted(at));
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }
}
