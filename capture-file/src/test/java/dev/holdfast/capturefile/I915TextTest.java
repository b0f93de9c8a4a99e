package dev.holdfast.capturefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.capture.Trigger;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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

    @Test
    void whatIsCutOrPaddedOrMissingIsSaid() {
        assertTrue(
                text.contains(
                        "Captured: tenant 1/cut, version 3: 24 bytes, cut: 24 of 4096 bytes, and 8"
                                + " bytes of padding\ntenant 1/cut --- user = "),
                text);
        assertTrue(
                text.contains("Missing: tenant 1/late: not there yet, its copy had not ended\n"));
    }

    @Test
    void whoDidNotHangIsNotSaidToHave() {
        assertTrue(text.contains("\n  hung: 1\n  Active context: tenant 1 guilty 1\n"), text);
        String faulted = text(Sample.with(Trigger.DEVICE_FAULT));
        assertFalse(faulted.contains("hung"), faulted);
    }

    /// Debian's own program, where it is installed: package intel-gpu-tools.
    @Test
    void intelErrorDecodeReadsItBackWordForWord(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(DECODER), "not run: no " + DECODER + " here");
        assertSame(expected(), decoded(folder, text));
    }

    @Test
    void intelErrorDecodeNoticesEveryChangedDigit(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(DECODER), "not run: no " + DECODER + " here");
        int begin = text.indexOf("\n:") + 2;
        int end = text.indexOf('\n', begin);
        int tried = 0;
        // but for the last digits, which are behind the check sum
        for (int at = begin; at < end - 5; at += 61) {
            char digit = text.charAt(at);
            char other = digit == '5' ? '6' : '5';
            Decoded decoded =
                    decode(folder, text.substring(0, at) + other + text.substring(at + 1));
            boolean same = decoded.errors().isEmpty() && isSame(decoded.blocks());
            assertFalse(same, "digit " + at + ", " + digit + " for " + other);
            tried++;
        }
        assertTrue(tried > 30, "only " + tried);
    }

    /// What is called as a decoder's own words is no more than a name.
    @Test
    void intelErrorDecodeTakesNoNameForAnythingElse(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(DECODER), "not run: no " + DECODER + " here");
        List<CapturedObject> objects = new ArrayList<>();
        for (String name :
                List.of(
                        "PCI ID: 0x1912",
                        "\nPCI ID: 0x1912\n",
                        "--- ringbuffer = 0x00000000 00000000",
                        ":zzzz",
                        "~",
                        "\n:zzzz\n",
                        "0000 : 0000",
                        "  HEAD: 0x00000100",
                        "render command stream:")) {
            int id = objects.size() + 1;
            objects.add(Sample.object(id, name, name, Sample.present(Sample.words(4, id))));
            objects.add(Sample.object(id, name, name, Sample.NOT_THERE));
        }
        String hostile = text(Sample.with(objects));
        Decoded decoded = decode(folder, hostile);
        assertEquals("", decoded.errors());
        assertFalse(decoded.printed().contains("Detected GEN"), decoded.printed());
        Map<Long, byte[]> expected = new LinkedHashMap<>();
        for (CapturedObject object : objects) {
            if (object.contents() instanceof Contents.Present) {
                expected.put(object.address(), padded(object));
            }
        }
        assertSame(expected, decoded.blocks());
    }

    private static boolean isSame(Map<Long, byte[]> found) {
        Map<Long, byte[]> expected = expected();
        return expected.keySet().equals(found.keySet())
                && expected.entrySet().stream()
                        .allMatch(each -> Arrays.equals(each.getValue(), found.get(each.getKey())));
    }

    private static Map<Long, byte[]> decoded(Path folder, String text)
            throws IOException, InterruptedException {
        Decoded decoded = decode(folder, text);
        assertEquals("", decoded.errors());
        return decoded.blocks();
    }

    /// What the program said.
    private record Decoded(String printed, String errors) {
        Map<Long, byte[]> blocks() {
            return I915TextTest.blocks(printed);
        }
    }

    private static Decoded decode(Path folder, String text)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("error"), text);
        Path errors = folder.resolve("stderr");
        Process process =
                new ProcessBuilder(DECODER.toString(), file.toString())
                        .redirectError(errors.toFile())
                        .start();
        byte[] printed = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor());
        return new Decoded(
                new String(printed, StandardCharsets.ISO_8859_1), Files.readString(errors));
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
