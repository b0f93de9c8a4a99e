package dev.holdfast.capturefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is written is read again; what is no capture is refused in one line.
class CaptureFileTest {
    @TempDir private Path folder;

    private Path written() throws IOException {
        Path file = folder.resolve("capture.zip");
        CaptureWriter.write(Sample.capture(), file);
        return file;
    }

    @Test
    void everythingThatWasWrittenIsRead() throws IOException {
        Capture before = Sample.capture();
        Capture after = CaptureReader.read(written());
        assertEquals(new CaptureJson().text(before), new CaptureJson().text(after));
        for (int i = 0; i < before.objects().size(); i++) {
            if (before.objects().get(i).contents() instanceof Contents.Present there) {
                var read = (Contents.Present) after.objects().get(i).contents();
                assertArrayEquals(Hex.first(there, 1 << 20), Hex.first(read, 1 << 20));
            }
        }
        try (var left = Files.list(folder)) {
            assertEquals(1, left.count(), "nothing half is left beside it");
        }
    }

    @Test
    void entriesAreNamedByNumbersAndNeverByWhatAnOwnerCallsAnObject() throws IOException {
        try (ZipFile zip = new ZipFile(written().toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertEquals(
                    List.of(
                            "capture.json",
                            "buffers/0000-object-1.bin",
                            "buffers/0001-object-2.bin",
                            "buffers/0003-object-4.bin"),
                    names);
        }
    }

    private void refused(Path file, String what) {
        CaptureFileException refused =
                assertThrows(CaptureFileException.class, () -> CaptureReader.read(file));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith(file.toString()), message);
        assertTrue(message.contains(what), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void aFileThatIsCutAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(written());
        Path cut = folder.resolve("cut.zip");
        for (int length = 0; length < whole.length; length += 97) {
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            refused(cut, "not a capture file");
        }
    }

    @Test
    void aBitThatFlippedInContentsIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(written());
        Path flipped = folder.resolve("flipped.zip");
        int noticed = 0;
        for (int at = 40; at < whole.length - 600; at += 211) {
            byte[] copy = whole.clone();
            copy[at] ^= 0x10;
            Files.write(flipped, copy);
            try {
                Capture read = CaptureReader.read(flipped);
                assertEquals(
                        new CaptureJson().text(Sample.capture()), new CaptureJson().text(read));
                assertSameContents(read);
            } catch (CaptureFileException refused) {
                noticed++;
            }
        }
        assertTrue(noticed > 5, "only " + noticed);
    }

    private static void assertSameContents(Capture read) {
        List<CapturedObject> objects = Sample.capture().objects();
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i).contents() instanceof Contents.Present there) {
                var found = (Contents.Present) read.objects().get(i).contents();
                assertArrayEquals(Hex.first(there, 1 << 20), Hex.first(found, 1 << 20));
            }
        }
    }

    @Test
    void whatIsMissingOrForeignIsSaid() throws IOException {
        refused(folder.resolve("nowhere.zip"), "no such file");
        refused(Files.writeString(folder.resolve("text"), "hello"), "not a capture file");
        refused(zip("readme.txt", "hello"), "no capture.json in it");
        refused(zip("capture.json", "{"), "is no JSON");
        refused(zip("capture.json", "{\"format\":\"other\"}"), "its format is \"other\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\" : 1|\"version\" : 2|format version 2; this reads version 1",
                "\"trigger\" : \"WATCHDOG\"|\"trigger\" : \"WHIM\"|no Trigger is called \"WHIM\"",
                "\"sizeBytes\" : 65536|\"sizeBytes\" : \"x\"|\"sizeBytes\" is no whole number",
                "buffers/0000-object-1.bin|../../etc/passwd|\"../../etc/passwd\" is not in it",
                "\"sizeBytes\" : 24,|\"sizeBytes\" : 25,|has less than the 25 bytes",
                "\"sizeBytes\" : 24,|\"sizeBytes\" : 23,|has more than the 23 bytes",
                "\"sizeBytes\" : 24,|\"sizeBytes\" : 4097,|4097 bytes of contents for an object of",
                "\"truncated\" : true|\"truncated\" : false|24 bytes of contents for an object of",
                "\"sizeBytes\" : 4096,|\"sizeBytes\" : 99999999999,|holds more contents than",
                "\"sizeBytes\" : 24,|\"sizeBytes\" : -1,|\"sizeBytes\" cannot be -1",
                "\"heap\" : 1,|\"heap\" : 4294967296,|\"heap\" cannot be 4294967296",
                "[ 0, 4096, 4096 ]|[ 0, 9223372036854775807, 4096 ]|a range that cannot be",
                "[ 0, 4096, 4096 ]|[ 0, 4096 ]|a range of 2 numbers",
                "[ 0, 4096, 4096 ]|[ 0, 4096, 1.5 ]|something else in it",
                "[ 0, 4096, 4096 ]|\"everywhere\"|a range of 0 numbers",
            })
    void aFileThatSaysWhatIsNotSoIsRefused(String was, String is, String what) throws IOException {
        Path changed = folder.resolve("changed.zip");
        try (ZipFile zip = new ZipFile(written().toFile());
                OutputStream out = Files.newOutputStream(changed);
                ZipOutputStream copy = new ZipOutputStream(out)) {
            for (ZipEntry entry : zip.stream().toList()) {
                copy.putNextEntry(new ZipEntry(entry.getName()));
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                if (entry.getName().equals("capture.json")) {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    assertTrue(text.contains(was), "the sample has no " + was);
                    bytes = text.replace(was, is).getBytes(StandardCharsets.UTF_8);
                }
                copy.write(bytes);
                copy.closeEntry();
            }
        }
        refused(changed, what);
    }

    private Path zip(String name, String text) throws IOException {
        Path file = folder.resolve("other.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return file;
    }
}
