package dev.holdfast.stress;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/// Runs the known bugs, which must all be found, then the tests, of which none may find anything,
/// and prints one table. Without arguments it takes minutes; arguments are jcstress's own. With
/// `-t` only the tests that it names run, known bugs or not, and no models.
public final class Stress {
    private static final String SEEDED = "dev.holdfast.stress.seeded.";

    /// A known bug need only be found once: one way to compile. A test runs compiled in each way.
    private static final List<String> BRIEFLY =
            List.of("-f", "1", "-iters", "4", "-time", "200", "-sc", "false", "-af", "GLOBAL");

    private static final List<String> EACH_WAY =
            List.of("-f", "1", "-fsm", "1", "-iters", "1", "-time", "300", "-sc", "false");

    private Stress() {}

    /// Exit 0 if every known bug was found and nothing else; 1 if not.
    public static void main(String[] args) throws Exception {
        List<String> given = List.of(args);
        Map<String, Tally> seen = new TreeMap<>();
        int chosen = given.indexOf("-t");
        List<String> expected = new ArrayList<>();
        if (chosen >= 0) {
            Pattern pattern = Pattern.compile(given.get(chosen + 1));
            TestList.tests().stream()
                    .filter(test -> pattern.matcher(test).find())
                    .forEach(expected::add);
            run("chosen", given, seen);
        } else {
            expected.addAll(TestList.tests());
            expected.addAll(Models.names());
            List<String> compiled = new ArrayList<>(given.isEmpty() ? BRIEFLY : given);
            compiled.addAll(List.of("-jvmArgs", "-XX:-TieredCompilation", "-t", "^" + SEEDED));
            run("known-bugs", compiled, seen);
            List<String> tests = new ArrayList<>(given.isEmpty() ? EACH_WAY : given);
            tests.addAll(List.of("-t", "^(?!" + SEEDED + ")"));
            run("tests", tests, seen);
            Models.run(java(), Path.of("").toAbsolutePath(), seen);
        }
        System.exit(new Verdicts(seen).print(expected, chosen < 0) ? 0 : 1);
    }

    private static void run(String name, List<String> args, Map<String, Tally> seen)
            throws Exception {
        Path folder = Files.createDirectories(Path.of(name)).toAbsolutePath();
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("org.openjdk.jcstress.Main", "-r", "."));
        command.addAll(args);
        Process child =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        new Progress(name).follow(child, folder.resolve("jcstress.log"));
        for (TestResult result : results(folder)) {
            seen.merge(result.getName(), tally(result), Tally::and);
        }
    }

    private static List<String> java() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes =
                String.join(
                        File.pathSeparator,
                        Arrays.stream(
                                        System.getProperty("java.class.path")
                                                .split(File.pathSeparator))
                                .filter(part -> !part.isEmpty())
                                .map(part -> Path.of(part).toAbsolutePath().toString())
                                .toList());
        return List.of(java, "-cp", classes);
    }

    private static Collection<TestResult> results(Path folder)
            throws IOException, ClassNotFoundException {
        InProcessCollector collector = new InProcessCollector();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".bin.gz")).toList()) {
                DiskReadCollector reader = new DiskReadCollector(file.toString(), collector);
                reader.dump();
                reader.close();
            }
        }
        return collector.getTestResults();
    }

    private static Tally tally(TestResult result) {
        long samples = 0;
        TreeSet<String> forbidden = new TreeSet<>();
        boolean broken = result.status() != Status.NORMAL;
        if (broken) {
            forbidden.add("status " + result.status());
        }
        TestInfo info = TestList.getInfo(result.getName());
        for (String state : result.getStateKeys()) {
            long count = result.getCount(state);
            samples += count;
            if (count > 0 && expectationOf(info, state) == Expect.FORBIDDEN) {
                forbidden.add(state);
            }
        }
        return new Tally(samples, forbidden, broken);
    }

    private static Expect expectationOf(TestInfo info, String state) {
        for (StateCase each : info.cases()) {
            if (each.matchesExactly(state)) {
                return each.expect();
            }
        }
        for (StateCase each : info.cases()) {
            if (each.matches(state)) {
                return each.expect();
            }
        }
        return info.unmatched().expect();
    }
}
