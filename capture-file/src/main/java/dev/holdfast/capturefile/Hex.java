package dev.holdfast.capturefile;

import dev.holdfast.memory.capture.Contents;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Bytes for people: sixteen a line, as hexadecimal digits and as text.
public final class Hex {
    private static final int LINE_BYTES = 16;

    private Hex() {}

    /// The first bytes, at most `most` of them.
    public static byte[] first(Contents.Present contents, int most) {
        byte[] bytes = new byte[(int) Math.min(most, contents.sizeBytes())];
        int filled = 0;
        for (MemorySegment chunk : contents.chunks()) {
            int count = (int) Math.min(bytes.length - filled, chunk.byteSize());
            MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, 0, bytes, filled, count);
            filled += count;
        }
        return bytes;
    }

    /// The lines that show `bytes`.
    public static List<String> lines(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += LINE_BYTES) {
            StringBuilder digits = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int i = at; i < at + LINE_BYTES; i++) {
                if (i % 8 == 0 && i > at) {
                    digits.append(' ');
                }
                if (i < bytes.length) {
                    digits.append(" %02x".formatted(bytes[i]));
                    text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
                } else {
                    digits.append("   ");
                }
            }
            lines.add("%06x %s  %s".formatted(at, digits, text));
        }
        return lines;
    }
}
