package dev.holdfast.cli.trace;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// Small traces as text, and files with them in a folder of the test's.
final class TraceText {
    static final String HEADER = "{\"format\":\"ops-trace\",\"version\":1,\"name\":\"small\"}";

    private TraceText() {}

    static Trace read(String... lines) throws TraceException {
        return new TraceReader().read(new ByteArrayInputStream(bytes(lines)), "small.ops.jsonl");
    }

    static byte[] bytes(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    static Path file(Path folder, byte[] content) {
        try {
            return Files.write(folder.resolve("t.jsonl"), content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// {@return what a person gets to see who brings that file}
    static String messageOf(Path file) {
        return assertThrows(TraceException.class, () -> new TraceReader().read(file)).getMessage();
    }
}
