package dev.holdfast.capturefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir private Path folder;

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static final WholeFile.Content FULL_DISK =
            out -> {
                out.write(new byte[100_000]);
                throw new IOException("No space left on device");
            };

    @Test
    void fullDiskLeavesWhatWasThereAndNothingHalfMade() throws IOException {
        Path old = Files.writeString(folder.resolve("old"), "old");

        assertThrows(IOException.class, () -> WholeFile.replace(old, FULL_DISK));
        assertThrows(IOException.class, () -> WholeFile.replace(folder.resolve("new"), FULL_DISK));
        assertThrows(IOException.class, () -> WholeFile.add(folder, "a", ".z", 1, FULL_DISK));

        assertEquals(List.of("old"), names());
        assertEquals("old", Files.readString(old));
    }

    @Test
    void filesThatManyAddAtOnceAllHaveNamesOfTheirOwn() throws Exception {
        int writers = 8;
        int each = 12;
        List<Callable<List<Path>>> tasks = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            byte[] mark = {(byte) writer};
            tasks.add(() -> {
                List<Path> mine = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    Path file = WholeFile.add(folder, "capture", ".zip", 1, out -> out.write(mark));
                    assertEquals(mark[0], Files.readAllBytes(file)[0]);
                    mine.add(file);
                }
                return mine;
            });
        }
        Set<Path> all = new TreeSet<>();
        try (var pool = Executors.newFixedThreadPool(writers)) {
            for (var task : pool.invokeAll(tasks)) {
                all.addAll(task.get());
            }
        }
        assertEquals(writers * each, all.size());
        assertEquals(writers * each, names().size());
    }
}
