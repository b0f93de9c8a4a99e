package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with the input is said in one line, with exit status 2, and nothing stays behind.
class BadInputTest {
    private static final String HEADER = "{\"format\":\"ops-trace\",\"version\":1,\"name\":\"t\"}";
    private static final String A = "{\"buffer\":\"a\",\"bytes\":4096}";
    private static final String OP = "{\"op\":\"o\",\"reads\":[],\"writes\":[\"a\"]}";

    @TempDir private Path folder;

    private Path write(String... lines) throws IOException {
        Path file = folder.resolve("t.jsonl");
        return Files.writeString(file, String.join("\n", lines) + "\n");
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.startsWith("t."))
                            .toList());
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            assertTrue(
                    !thread.getName().startsWith("holdfast-")
                            || !thread.isAlive()
                            || joined(thread),
                    () -> thread + " still runs");
        }
    }

    private static boolean joined(Thread thread) {
        try {
            return thread.join(java.time.Duration.ofSeconds(10));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aTruncatedGzip() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 10_000; i++) {
                gzip.write((i == 0 ? HEADER : A.replace("\"a\"", "\"" + i + "\"")).getBytes(UTF_8));
                gzip.write('\n');
            }
        }
        byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
        Path file = Files.write(folder.resolve("t.jsonl.gz"), half);

        Invocation.of("replay", file.toString()).refused("t.jsonl.gz:", "cut off");
    }

    @Test
    void aLineThatIsNoJson() throws IOException {
        Path file = write(HEADER, A, "what is this");

        Invocation.of("replay", file.toString()).refused("t.jsonl:3:", "not JSON");
    }

    @Test
    void anUndeclaredBuffer() throws IOException {
        Path file = write(HEADER, A, OP, OP.replace("\"a\"", "\"b\""));

        Invocation.of("replay", file.toString()).refused("t.jsonl:4:", "\"b\"", "not declared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "99999999999999999999", "1.5", "\"many\""})
    void aSizeThatIsNone(String size) throws IOException {
        Path file = write(HEADER, A.replace("4096", size));

        Invocation.of("replay", file.toString()).refused("t.jsonl:2:");
    }

    @Test
    void sizesThatOverflowTogether() throws IOException {
        String huge = A.replace("4096", Long.toString(Long.MAX_VALUE / 2 + 1));
        Path file = write(HEADER, huge, huge.replace("\"a\"", "\"b\""), OP);

        Invocation.of("replay", file.toString()).refused("t.jsonl:3:", "add up to more");
    }

    @Test
    void aTraceThatIsNoFile() {
        Invocation.of("replay", folder.resolve("nowhere").toString()).refused("nowhere");
        Invocation.of("replay", folder.toString()).refused(folder.getFileName().toString());
    }

    @Test
    void anEmptyTrace() throws IOException {
        Path file = Files.writeString(folder.resolve("t.jsonl"), "");

        Invocation.of("replay", file.toString()).refused("t.jsonl", "empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--device-memory 0 | --device-memory 0: must be more than nothing",
                "--device-memory 0% | --device-memory 0%",
                "--device-memory 64QB | \"64QB\" is not a size",
                "--device-memory -5 | -5",
                "--device-memory 25%,x | \"x\" is not a size",
                "--device-memory 99999999TiB | larger than 8 EiB",
                "--device-memory 8000TiB | device \"soft\"",
                "--host-memory 0 | --host-memory 0: must be more than nothing",
                "--visible 200% | --visible 200%: more than the",
                "--device nowhere | there is no device \"nowhere\" here: choose from",
                "--no-such-option | --no-such-option",
                "--scale -1 | --scale -1.0: must be positive",
                "--scale NaN | --scale NaN",
                "--scale 1e300 | does not fit into 64 bits",
                "--scale much | --scale",
                "--clients 0 | --clients 0: must be at least 1",
                "--iterations 0 | --iterations 0: must be at least 1",
                "--window 0 | --window 0: must be at least 1",
                "--time-scale -1 | --time-scale -1.0: must not be negative",
                "--block-bytes 0 | --block-bytes 0: must be at least 1",
                "--chunk-bytes 8 | --chunk-bytes 8: must be at least 256",
                "--link-bandwidth 0 | is no bandwidth",
                "--link-bandwidth quick | \"quick\" is not a bandwidth",
                "--compute hard | --compute",
                "--policy magic | --policy",
                "--seed x | --seed",
                "--fault copy-in | is not a fault",
                "--fault copy-sideways:fail@5% | is not a fault site",
                "--fault copy-in:explode@5% | is not a fault action",
                "--fault copy-in:fail@sometimes | does not say when",
                "--fault copy-in:hang@#1 --watchdog off | --fault copy-in:hang without a watchdog",
                "--watchdog 0s | \"0s\" is not a time",
                "--watchdog soon | \"soon\" is not a time",
                "--fault copy-in:lose@#1 | copy-in cannot lose, only fail, hang",
                "--fault device:fail@#1 | device cannot fail, only lose",
                "--fault host-copy:delay=1ms@5% | host-copy cannot delay, only fail and forbid",
                "--fault bookkeeping:linger@5% | bookkeeping cannot linger, only fail",
                "--json nowhere/at/all.json | --json nowhere/at/all.json: cannot be written",
                "one two | two"
            })
    void anOptionThatCannotBe(String arguments, String words) {
        Invocation.of(List.of("replay"), arguments.split(" ")).refused(words);
    }

    @Test
    void nothingToDo() {
        Invocation.of().refused("replay, demo, sim, capture, recorder or devices");
        Invocation.of("fly").refused("fly");
    }

    @Test
    void anOperationLargerThanDeviceMemoryIsARefusalThatIsCounted() throws IOException {
        String large = A.replace("\"a\"", "\"large\"").replace("4096", "65536");
        Path file =
                write(
                        HEADER,
                        A,
                        large,
                        OP,
                        "{\"op\":\"too large\",\"reads\":[\"a\"],\"writes\":[\"large\"]}",
                        "{\"op\":\"small\",\"reads\":[\"a\"],\"writes\":[]}");

        Invocation run =
                Invocation.of("replay", file.toString(), "--device-memory", "16KiB", "--json", "-");

        assertEquals(1, run.status());
        assertEquals("", run.err());
        assertEquals(1, run.json().get("refusals").asInt());
        assertEquals(2, run.json().get("reads").asInt());
        assertEquals(1, run.json().get("verifiedReads").asInt());
        assertEquals(1, run.json().get("skippedReads").asInt());
        assertEquals("too large", run.json().get("skips").get(0).get("op").asString());
        assertTrue(run.json().get("skips").get(0).get("fault").asString().contains("at once"));
        assertEquals(0, run.json().get("leaks").asInt());
    }
}
