package dev.holdfast.capturefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.Contents;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a file holds, it is read or refused in one line; what can be read can be shown.
class HostileFileTest {
    private static final Pattern VALUE =
            Pattern.compile("(?<=[ :\\[])(-?[0-9]+|true|false|null|\"[^\"]*\"(?! :))(?=[ ,\\n])");
    private static final String[] OTHERS = {
        "0",
        "-1",
        "1",
        "9223372036854775807",
        "-9223372036854775808",
        "1e400",
        "3.5",
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"capture.json\"",
        "\"\\u202e\\u0000\\u001b[2J\\ud800<!--\"",
    };

    @TempDir private Path folder;

    /// True if it could be read; then it can be shown too.
    private boolean readable(Path file) throws IOException {
        Capture capture;
        try {
            capture = CaptureReader.read(file);
        } catch (CaptureFileException refused) {
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.startsWith(file.toString()), message);
            assertFalse(message.contains("(null)"), message);
            assertEquals(CaptureText.plain(message), message);
            return false;
        }
        String page = CapturePage.of(capture);
        assertFalse(page.contains("NaN") || page.contains("Infinity"), page);
        assertFalse(page.contains("\u202e") || page.contains("\u0000"));
        new I915Text(new PrintWriter(Writer.nullWriter())).print(capture);
        return true;
    }

    @Test
    void anyBitMayBeWrong() throws IOException {
        Path file = folder.resolve("capture.zip");
        CaptureWriter.write(Sample.capture(), file);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 600; round++) {
            byte[] copy = whole.clone();
            // half of them where a ZIP file says what is in it
            int at =
                    round % 2 == 0
                            ? random.nextInt(copy.length)
                            : copy.length - 1 - random.nextInt(420);
            copy[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, copy);
            refused += readable(file) ? 0 : 1;
        }
        assertTrue(refused > 400, "only " + refused);
    }

    @Test
    void anyValueMayBeAnother() throws IOException {
        String json = new CaptureJson().text(Sample.capture());
        Path file = folder.resolve("changed.zip");
        Random random = new Random(2);
        int read = 0;
        int changed = 0;
        Matcher value = VALUE.matcher(json);
        while (value.find()) {
            for (int i = 0; i < 3; i++) {
                String other = OTHERS[random.nextInt(OTHERS.length)];
                String text =
                        json.substring(0, value.start()) + other + json.substring(value.end());
                write(file, text, Sample.capture());
                read += readable(file) ? 1 : 0;
                changed++;
            }
        }
        assertTrue(changed > 400, "only " + changed);
        assertTrue(read > 60 && read < changed, read + " of " + changed);
    }

    @Test
    void aSmallFileThatWouldUnpackToALargeOneIsRefusedBeforeItIsUnpacked() throws IOException {
        Path bomb = folder.resolve("bomb.zip");
        long sizeBytes = 64L << 20;
        byte[] json =
                new CaptureJson().text(Sample.ofSize(sizeBytes)).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(bomb);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(Format.JSON));
            zip.write(json);
            zip.putNextEntry(new ZipEntry(Format.buffer(0, 1)));
            zip.write(new byte[(int) sizeBytes]);
        }
        assertEquals(sizeBytes, Sample.bytesOf(CaptureReader.read(bomb)));
        refused(bomb, sizeBytes - 1, "holds more contents than 67108863 bytes");
        // no file of that size can hold so much
        Path small = folder.resolve("small.zip");
        write(small, new CaptureJson().text(Sample.ofSize(sizeBytes)), Sample.capture());
        refused(small, sizeBytes, "holds more contents than");
    }

    private static void refused(Path file, long mostBytes, String what) {
        CaptureFileException refused =
                assertThrows(CaptureFileException.class, () -> CaptureReader.read(file, mostBytes));
        assertTrue(String.valueOf(refused.getMessage()).contains(what), refused.getMessage());
    }

    @Test
    void whatIsNotTheWholeFileIsRefusedWithItsPlace() throws IOException {
        Path file = folder.resolve("capture.zip");
        CaptureWriter.write(Sample.capture(), file);
        byte[] whole = Files.readAllBytes(file);
        for (int kept = 4; kept < whole.length; kept++) {
            Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, kept));
            refused(cut, 1 << 20, "cut short: it breaks off at byte " + kept);
        }
        for (int more : new int[] {1, 512, 70_000}) {
            Path tail =
                    Files.write(
                            folder.resolve("tail.zip"), Arrays.copyOf(whole, whole.length + more));
            refused(tail, 1 << 20, more > 65_535 ? "breaks off" : whole.length + ", and " + more);
        }
        byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);
        Path second = Files.write(folder.resolve("twice.zip"), twice);
        refused(second, 1 << 20, "whose directory does not end at byte");
    }

    @Test
    void aFolderIsNoCapture() {
        refused(folder, 1, "not a capture file");
    }

    /// A capture file that says `json` and has the bytes of `capture`.
    private static void write(Path file, String json, Capture capture) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(Format.JSON));
            zip.write(json.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < capture.objects().size(); i++) {
                if (capture.objects().get(i).contents() instanceof Contents.Present present) {
                    zip.putNextEntry(new ZipEntry(Format.buffer(i, capture.objects().get(i).id())));
                    zip.write(Hex.first(present, Integer.MAX_VALUE));
                }
            }
        }
    }
}
