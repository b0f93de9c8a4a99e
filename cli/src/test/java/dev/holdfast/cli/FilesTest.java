package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Files that commands write: nothing that is there already is lost, and nothing half-made stays.
class FilesTest {
    private static final List<String> HANGING =
            List.of("--fault", "kernel:hang@#1", "--watchdog", "200ms");

    @TempDir private Path folder;

    private Path trace;

    @BeforeEach
    void writeTrace() throws IOException {
        String text =
                """
                {"format":"ops-trace","version":1,"name":"t"}
                {"buffer":"a","bytes":65536,"initial":true}
                {"buffer":"b","bytes":65536}
                {"op":"k1","reads":["a"],"writes":["b"]}
                {"op":"k2","reads":["b"],"writes":["a"]}
                """;
        trace = Files.writeString(folder.resolve("t.jsonl"), text);
    }

    private Invocation replay(String... options) {
        return Invocation.of(List.of("replay", trace.toString()), options);
    }

    private Set<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
        }
    }

    /// A capture of this trace.
    private String capture() {
        List<String> options = new ArrayList<>(HANGING);
        options.addAll(List.of("--capture-dir", folder.resolve("captures").toString()));
        options.addAll(List.of("--json", "-"));
        JsonNode report = replay(options.toArray(String[]::new)).json();
        assertEquals(1, report.get("captures").asInt(), report::toPrettyString);
        return report.get("captured").get(0).get("file").asString();
    }

    @Test
    void outputThatIsTheTraceIsRefused() throws IOException {
        byte[] before = Files.readAllBytes(trace);
        Path link = Files.createSymbolicLink(folder.resolve("link"), trace.getFileName());
        Path hard = Files.createLink(folder.resolve("hard"), trace);
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Path dotted = inside.resolve("..").resolve(trace.getFileName());
        Path linkedFolder = Files.createSymbolicLink(folder.resolve("alias"), folder);
        Set<String> names = names();
        for (Path each :
                List.of(trace, link, hard, dotted, linkedFolder.resolve(trace.getFileName()))) {
            replay("--json", each.toString()).refused("is the trace as well; nothing was written");
            replay("--recorder", each.toString()).refused("is the trace as well");
            replay("--capture-dir", each.toString()).refused("is the trace as well");
            replay("--dry-run", "--json", each.toString()).refused("is the trace as well");
        }
        assertArrayEquals(before, Files.readAllBytes(trace));
        assertEquals(names, names());
    }

    @Test
    void twoOutputsThatAreOneFileAreRefused() throws IOException {
        String file = folder.resolve("out").toString();
        String captures = folder.resolve("captures").toString();
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("out"));
        String dangling = folder.resolve("dangling").toString();
        Set<String> names = names();

        replay("--json", file, "--recorder", file).refused("--recorder", "of --json as well");
        replay("--json", file, "--recorder", dangling).refused("of --json as well");
        replay("--json", file + ".previous", "--recorder", file).refused("of --json as well");
        replay("--json", file, "--capture-dir", file).refused("of --json as well");
        replay("--recorder", captures + "/capture-7.zip", "--capture-dir", captures)
                .refused("--capture-dir", "where the file of --recorder is to be");
        assertEquals(names, names());
    }

    @Test
    void whatIsWrittenOfACaptureIsNeverTheCapture() throws IOException {
        String capture = capture();
        byte[] before = Files.readAllBytes(Path.of(capture));
        for (String how : List.of("html", "i915-text")) {
            Invocation.of("capture", how, capture, "-o", capture).refused("is the capture as well");
        }
        Path out = Files.createDirectory(folder.resolve("out"));
        String first = Invocation.of("capture", "extract", capture, "-o", out.toString()).out();
        Path object = Path.of(first.lines().findFirst().orElseThrow());
        Files.delete(object);
        Files.createLink(object, Path.of(capture));
        Invocation.of("capture", "extract", capture, "-o", out.toString())
                .refused("is the capture as well");
        assertArrayEquals(before, Files.readAllBytes(Path.of(capture)));
    }

    @Test
    void captureIsNeverOverwritten() throws IOException {
        String first = capture();
        byte[] before = Files.readAllBytes(Path.of(first));
        String second = capture();
        String third = capture();

        assertEquals(3, Set.of(first, second, third).size());
        assertTrue(first.endsWith("capture-1.zip"), first);
        assertTrue(third.endsWith("capture-3.zip"), third);
        assertArrayEquals(before, Files.readAllBytes(Path.of(first)));
    }

    @Test
    void fileThatIsReplacedKeepsItsLinkAndItsPermissions() throws IOException {
        Path real = Files.writeString(folder.resolve("real.json"), "old");
        Files.setPosixFilePermissions(
                real, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), real.getFileName());
        replay("--json", link.toString()).good();

        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.readString(real).startsWith("{"));
        assertEquals(
                "rw-r-----",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(real)));
        assertFalse(names().stream().anyMatch(name -> name.endsWith(".part")), names()::toString);
    }

    @Test
    void folderWhereAFileShouldBeIsSaidInOneLine() throws Exception {
        String here = folder.toString();
        replay("--json", here).refused("cannot be written");
        replay("--capture-dir", trace.resolveSibling("no").toString() + "/../t.jsonl")
                .refused("t.jsonl");
        Invocation.of("capture", "html", capture(), "-o", here).refused("it is a folder");
        Invocation.of("capture", "extract", capture(), "-o", trace.toString()).refused("t.jsonl");
    }
}
