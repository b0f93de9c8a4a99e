import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks what `docs/mechanisms.md` cites: every test class exists, every mutant and every control
/// is one, and every number of a scenario has a test that stands for it. `java
/// tools/Mechanisms.java`, from the root of the repository.
final class Mechanisms {
    private static final Path PAGE = Path.of("docs/mechanisms.md");
    private static final Path DEFINITIONS = Path.of("mutants/definitions");

    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`");
    private static final Pattern VARIANT = Pattern.compile("`([a-z]+(?:-[a-z]+){2,})`");
    private static final Pattern SCENARIO = Pattern.compile("^([A-M]?\\d+)(?:–(\\d+))?$");
    private static final Pattern ANNOTATION =
            Pattern.compile("@Scenario\\(\\s*value\\s*=\\s*(\\{[^}]*\\}|\"[^\"]*\")");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    /// What there is to be cited.
    ///
    /// @param tests test classes by name, with their text
    /// @param kinds what each definition is, `mutant` or `control`
    /// @param scenarios those that a test stands for
    record Known(Map<String, String> tests, Map<String, String> kinds, Set<String> scenarios) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        selfTest();
        Known known = known();
        List<String> lines = Files.readAllLines(PAGE);
        List<String> wrong = wrong(lines, known);
        wrong.forEach(System.out::println);
        System.out.printf("mechanisms: %d lines, %d citations wrong%n", lines.size(), wrong.size());
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    private static List<String> wrong(List<String> lines, Known known) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = PAGE + ":" + (i + 1) + ": ";
            Matcher test = TEST.matcher(line);
            while (test.find()) {
                String text = known.tests().get(test.group(1));
                if (text == null) {
                    wrong.add(where + "there is no test " + test.group(1));
                } else if (test.group(2) != null && !text.contains("void " + test.group(2) + "(")) {
                    wrong.add(where + test.group(1) + " does not test " + test.group(2));
                }
            }
            for (String part : heldBy(line).split(";")) {
                String kind = part.contains("control") ? "control" : "mutant";
                Matcher variant = VARIANT.matcher(part);
                while (variant.find()) {
                    String found = known.kinds().get(variant.group(1));
                    if (!kind.equals(found)) {
                        wrong.add(where + variant.group(1) + " is " + found + ", and no " + kind);
                    }
                }
                for (String word : part.split(",")) {
                    scenarios(word.strip()).stream()
                            .filter(id -> !known.scenarios().contains(id))
                            .forEach(id -> wrong.add(where + "no test stands for scenario " + id));
                }
            }
        }
        return wrong;
    }

    /// The last cell of a row.
    private static String heldBy(String line) {
        String[] cells = line.split("\\|");
        return cells.length > 4 ? cells[4] : "";
    }

    private static List<String> scenarios(String word) {
        Matcher scenario = SCENARIO.matcher(word);
        if (!scenario.matches()) {
            return List.of();
        }
        if (scenario.group(2) == null) {
            return List.of(scenario.group(1));
        }
        List<String> all = new ArrayList<>();
        int last = Integer.parseInt(scenario.group(2));
        for (int id = Integer.parseInt(scenario.group(1)); id <= last; id++) {
            all.add(String.valueOf(id));
        }
        return all;
    }

    private static Known known() throws IOException, InterruptedException {
        Map<String, String> tests = new HashMap<>();
        Set<String> scenarios = new HashSet<>();
        for (String file : files("*.java")) {
            String name = Path.of(file).getFileName().toString().replace(".java", "");
            boolean isTest = file.contains("src/test/java") || file.contains("src/stress/java");
            if (isTest) {
                String text = Files.readString(Path.of(file));
                tests.put(name, text);
                scenarios.addAll(scenariosOf(text));
            }
        }
        Map<String, String> kinds = new HashMap<>();
        for (String file : files(DEFINITIONS + "/*.mutant")) {
            String name = Path.of(file).getFileName().toString().replace(".mutant", "");
            boolean control = Files.readAllLines(Path.of(file)).contains("kind: control");
            kinds.put(name, control ? "control" : "mutant");
        }
        return new Known(tests, kinds, scenarios);
    }

    private static Set<String> scenariosOf(String text) {
        Set<String> found = new HashSet<>();
        Matcher annotation = ANNOTATION.matcher(text);
        while (annotation.find()) {
            Matcher quoted = QUOTED.matcher(annotation.group(1));
            while (quoted.find()) {
                found.add(quoted.group(1));
            }
        }
        return found;
    }

    private static List<String> files(String pattern) throws IOException, InterruptedException {
        Process git =
                new ProcessBuilder("git", "ls-files", "-co", "--exclude-standard", pattern)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException("the list of files comes from git, and git failed");
        }
        return listed.lines().filter(file -> Files.exists(Path.of(file))).toList();
    }

    /// One good row, and one in which everything is wrong that can be.
    private static void selfTest() {
        String text = "@Scenario(value = {\"7\", \"8\"}, breaks = \"x\") void looks() {}";
        Known known =
                new Known(
                        Map.of("GoodTest", text),
                        Map.of("left-out-here", "mutant", "only-to-compare", "control"),
                        scenariosOf(text));
        String good =
                "| a | b | c | 7–8; `GoodTest.looks`; mutant `left-out-here`;"
                        + " control `only-to-compare` |";
        String bad =
                "| a | b | c | 9; `NoTest`; `GoodTest.sleeps`; mutants `only-to-compare`,"
                        + " `not-there-any-more` |";
        if (!wrong(List.of(good), known).isEmpty() || wrong(List.of(bad), known).size() != 5) {
            throw new AssertionError("the check is broken itself: " + wrong(List.of(bad), known));
        }
    }
}
