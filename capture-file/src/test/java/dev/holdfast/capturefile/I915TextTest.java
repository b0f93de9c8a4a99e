package dev.holdfast.capturefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The text that other people's decoders read: byte for byte what was captured.
class I915TextTest {
    private static final Path DECODER = Path.of("/usr/bin/intel_error_decode");

    private final String text = text(Sample.capture());

    private static String text(Capture capture) {
        StringWriter out = new StringWriter();
        new I915Text(new PrintWriter(out)).print(capture);
        return out.toString();
    }

    private static byte[] padded(CapturedObject object) {
        byte[] bytes = Hex.first((Contents.Present) object.contents(), 1 << 20);
        return Arrays.copyOf(bytes, (bytes.length + 15) / 16 * 16);
    }

    private static Map<Long, byte[]> expected() {
        Map<Long, byte[]> blocks = new LinkedHashMap<>();
        for (CapturedObject object : Sample.capture().objects()) {
            if (object.contents() instanceof Contents.Present) {
                blocks.put(object.address(), padded(object));
            }
        }
        return blocks;
    }

    private static void assertSame(Map<Long, byte[]> expected, Map<Long, byte[]> found) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((address, bytes) -> assertArrayEquals(bytes, found.get(address)));
    }

    @Test
    void everyBlockIsWhatWasCaptured() throws DataFormatException {
        assertSame(expected(), I915Decoder.blocks(text));
    }

    @Test
    void noNameMakesALineOfItsOwnKind() {
        long headers = text.lines().filter(line -> line.contains("---")).count();
        assertEquals(expected().size(), headers, text);
        assertFalse(text.contains("PCI ID"), "nothing is claimed that is not so");
    }

    @Test
    void oneChangedDigitIsNoticed() {
        int at = text.indexOf("\n:") + 20;
        String changed =
                text.substring(0, at)
                        + (text.charAt(at) == '5' ? '6' : '5')
                        + text.substring(at + 1);
        boolean same;
        try {
            assertSame(expected(), I915Decoder.blocks(changed));
            same = true;
        } catch (DataFormatException | AssertionError | RuntimeException noticed) {
            same = false;
        }
        assertFalse(same);
    }

    /// Debian's own program, where it is installed: package intel-gpu-tools.
    @Test
    void intelErrorDecodeReadsItBackWordForWord(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(DECODER), "not run: no " + DECODER + " here");
        assertSame(expected(), decoded(folder, text));
    }

    private static Map<Long, byte[]> decoded(Path folder, String text)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("error"), text);
        Path errors = folder.resolve("stderr");
        Process process =
                new ProcessBuilder(DECODER.toString(), file.toString())
                        .redirectError(errors.toFile())
                        .start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals("", Files.readString(errors));
        return blocks(printed);
    }

    /// Blocks of a dump: `user (name) at 0x00000001_00010000`, then lines of four words.
    private static Map<Long, byte[]> blocks(String printed) {
        Pattern header = Pattern.compile("^user \\(.*\\) at 0x([0-9a-f]{8})_([0-9a-f]{8}).*");
        Pattern row =
                Pattern.compile("^\\[([0-9a-f]+)\\] ([0-9a-f]{8}) (\\w{8}) (\\w{8}) (\\w{8}).*");
        Map<Long, byte[]> blocks = new LinkedHashMap<>();
        long address = -1;
        for (String line : printed.split("\n")) {
            Matcher begins = header.matcher(line);
            Matcher words = row.matcher(line);
            if (begins.matches()) {
                address =
                        Long.parseLong(begins.group(1), 16) << 32
                                | Long.parseLong(begins.group(2), 16);
                blocks.put(address, new byte[0]);
            } else if (words.matches()) {
                byte[] before = blocks.get(address);
                assertNotNull(before, line);
                ByteBuffer more =
                        ByteBuffer.allocate(before.length + 16).order(ByteOrder.LITTLE_ENDIAN);
                more.put(before);
                for (int i = 2; i <= 5; i++) {
                    more.putInt((int) Long.parseLong(words.group(i), 16));
                }
                blocks.put(address, more.array());
            }
        }
        return blocks;
    }
}
