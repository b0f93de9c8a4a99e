package dev.holdfast.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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

/// Runs the seeded bugs, which must all be found, then the tests, of which none may fail. The
/// arguments are jcstress's own; with `-t` only the tests that it names run, seeded or not, and
/// each is judged as what it is.
public final class Stress {
    private static final String PACKAGE = "dev.holdfast.stress.";
    private static final String SEEDED = PACKAGE + "seeded.";

    private Stress() {}

    /// Exit 0 if every seeded bug was found and nothing else; 1 if not.
    public static void main(String[] args) throws Exception {
        List<String> given = List.of(args);
        TreeMap<String, TreeSet<String>> found = new TreeMap<>();
        if (given.contains("-t")) {
            run("chosen", given, found);
        } else {
            run("seeded", with(given, "^" + SEEDED), found);
            run("tests", with(given, "^" + PACKAGE + "(fence|ledger)\\."), found);
        }
        int at = given.indexOf("-t");
        System.exit(judge(found, Pattern.compile(at < 0 ? "" : given.get(at + 1))) ? 0 : 1);
    }

    private static List<String> with(List<String> given, String tests) {
        List<String> all = new ArrayList<>(given);
        all.addAll(List.of("-t", tests));
        return all;
    }

    private static void run(String name, List<String> args, TreeMap<String, TreeSet<String>> found)
            throws Exception {
        Path folder = Files.createDirectories(Path.of(name)).toAbsolutePath();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-cp", absoluteClassPath()));
        command.addAll(List.of("org.openjdk.jcstress.Main", "-r", "."));
        command.addAll(args);
        new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
        for (TestResult result : results(folder)) {
            found.computeIfAbsent(result.getName(), test -> new TreeSet<>())
                    .addAll(forbidden(result));
        }
    }

    private static String absoluteClassPath() {
        String[] parts = System.getProperty("java.class.path").split(java.io.File.pathSeparator);
        return String.join(
                java.io.File.pathSeparator,
                Arrays.stream(parts)
                        .filter(part -> !part.isEmpty())
                        .map(part -> Path.of(part).toAbsolutePath().toString())
                        .toList());
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

    /// What was seen and may not be, and whatever kept the test from running.
    private static List<String> forbidden(TestResult result) {
        List<String> seen = new ArrayList<>();
        if (result.status() != Status.NORMAL) {
            seen.add("status " + result.status());
        }
        TestInfo info = TestList.getInfo(result.getName());
        for (String state : result.getStateKeys()) {
            if (result.getCount(state) > 0 && expectationOf(info, state) == Expect.FORBIDDEN) {
                seen.add(state);
            }
        }
        return seen;
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

    private static boolean judge(TreeMap<String, TreeSet<String>> found, Pattern chosen) {
        boolean good = !found.isEmpty();
        System.out.println();
        for (String test : TestList.tests()) {
            if (chosen.matcher(test).find() && !found.containsKey(test)) {
                good = false;
                System.out.printf("WRONG  %s was not run%n", test);
            }
        }
        for (String test : found.keySet()) {
            TreeSet<String> seen = found.get(test);
            boolean seeded = test.startsWith(SEEDED);
            boolean ran = seen.stream().noneMatch(each -> each.startsWith("status "));
            boolean right = ran && seeded != seen.isEmpty();
            good &= right;
            String kind = seeded ? "seeded bug" : "test";
            String verdict = seen.isEmpty() ? "nothing found" : "found " + seen;
            System.out.printf(
                    "%-6s %-10s %s: %s%n",
                    right ? "ok" : "WRONG", kind, test.substring(PACKAGE.length()), verdict);
        }
        return good;
    }
}
