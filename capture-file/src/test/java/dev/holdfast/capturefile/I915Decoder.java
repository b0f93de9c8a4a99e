package dev.holdfast.capturefile;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Reads the blocks of an i915 error state, as decoders do: for tests, and by other code than wrote
/// it.
final class I915Decoder {
    private I915Decoder() {}

    /// The bytes of each block, by its address.
    static Map<Long, byte[]> blocks(String text) throws DataFormatException {
        Map<Long, byte[]> blocks = new LinkedHashMap<>();
        long address = -1;
        for (String line : text.split("\n")) {
            int dashes = line.indexOf("---");
            if (dashes >= 0) {
                String[] halves = line.substring(line.indexOf('=') + 1).trim().split(" ");
                address =
                        Long.parseLong(halves[0].substring(2), 16) << 32
                                | Long.parseLong(halves[1], 16);
            } else if (line.startsWith(":")) {
                blocks.put(address, inflate(ascii85(line.substring(1))));
            }
        }
        return blocks;
    }

    private static byte[] ascii85(String digits) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < digits.length(); ) {
            long word = 0;
            if (digits.charAt(at) == 'z') {
                at++;
            } else {
                for (int i = 0; i < 5; i++) {
                    word = word * 85 + digits.charAt(at++) - '!';
                }
            }
            for (int i = 0; i < 4; i++) {
                bytes.write((int) (word >>> 8 * i));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] inflate(byte[] packed) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] tile = new byte[4096];
            while (!inflater.finished()) {
                int count = inflater.inflate(tile);
                if (count == 0 && !inflater.finished()) {
                    throw new DataFormatException("cut short");
                }
                bytes.write(tile, 0, count);
            }
            return bytes.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
