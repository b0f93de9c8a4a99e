package dev.holdfast.stress;

import dev.holdfast.memory.binding.HoldsModel;
import dev.holdfast.stress.lincheck.DrainModel;
import dev.holdfast.stress.lincheck.DrainThatLooksEarly;
import dev.holdfast.stress.lincheck.FenceModel;
import dev.holdfast.stress.lincheck.FenceWithLook;
import dev.holdfast.stress.lincheck.HoldsWithLook;
import dev.holdfast.stress.lincheck.ModelChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The part of the run that Lincheck does.
final class Models {
    private static final List<Class<?>> ALL =
            List.of(
                    FenceWithLook.class,
                    DrainThatLooksEarly.class,
                    HoldsWithLook.class,
                    FenceModel.class,
                    DrainModel.class,
                    HoldsModel.class);

    private Models() {}

    static List<String> names() {
        return ALL.stream().map(Class::getName).toList();
    }

    /// Checks all of them and adds what was seen.
    static void run(List<String> java, Path folder, Map<String, Tally> seen)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java);
        command.add(ModelChecks.class.getName());
        command.addAll(names());
        Process child =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(folder.resolve("models.log").toFile())
                        .start();
        try (var output = child.inputReader()) {
            String line;
            while ((line = output.readLine()) != null) {
                String[] words = line.split(" ");
                if (words.length == 4 && words[0].equals("model")) {
                    seen.put(words[1], tally(Long.parseLong(words[2]), words[3]));
                    System.out.printf("models: %d of %d%n", seen(seen), ALL.size());
                }
            }
        }
        child.waitFor();
    }

    private static long seen(Map<String, Tally> seen) {
        return names().stream().filter(seen::containsKey).count();
    }

    private static Tally tally(long schedules, String outcome) {
        TreeSet<String> forbidden = new TreeSet<>();
        if (!outcome.equals("nothing")) {
            forbidden.add(outcome);
        }
        return new Tally(schedules, forbidden, outcome.equals("broken"));
    }
}
