import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Makes `docs/coverage.md` of what really ran: every `MODULE/target/scenarios.tsv`, written by the
/// tests, beside the catalogue of scenarios and the notes by hand. `--check` writes nothing, and
/// says whether the page is still what the tests show. A test or a note that names an id which the
/// catalogue does not know is an error either way.
final class Coverage {

    private static final Path CATALOGUE = Path.of("docs", "scenario-catalogue.tsv");
    private static final Path NOTES = Path.of("docs", "coverage-notes.tsv");
    private static final Path PAGE = Path.of("docs", "coverage.md");

    private static final String PREAMBLE =
            """
            Written by `./dev coverage` from what the tests recorded; the notes are kept by hand in
            `coverage-notes.tsv`. 1 to 46 are failures that two kernel patch series met, A1 to L4
            behaviours that other test suites hold fast; a ★ marks those that belong in a first
            acceptance set. The change that would break a test is told at the test.

            """;

    record Entry(String id, boolean star, String title) {}

    record Ran(String id, String type, String method, String result) {
        String test() {
            return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + method;
        }
    }

    public static void main(String[] args) throws IOException {
        List<String> problems = new ArrayList<>();
        Map<String, Entry> catalogue = new LinkedHashMap<>();
        for (String[] row : rows(CATALOGUE, 3)) {
            catalogue.put(row[0], new Entry(row[0], !row[1].isBlank(), row[2]));
        }
        Map<String, String> notes = new LinkedHashMap<>();
        for (String[] row : rows(NOTES, 2)) {
            notes.put(row[0], row[1]);
            if (!catalogue.containsKey(row[0])) {
                problems.add(NOTES + ": unknown scenario " + row[0]);
            }
        }
        Map<String, List<Ran>> ran = ran();
        ran.forEach((id, tests) -> {
            if (!catalogue.containsKey(id)) {
                problems.add(tests.getFirst().test() + ": unknown scenario " + id);
            }
        });
        if (!problems.isEmpty()) {
            problems.forEach(System.out::println);
            System.out.println("coverage: an id is one of " + CATALOGUE);
            System.exit(1);
        }
        String page = page(catalogue, notes, ran);
        boolean same = Files.exists(PAGE) && Files.readString(PAGE).equals(page);
        if (List.of(args).contains("--check")) {
            String state = same ? "up to date" : "not what ran here: ./dev coverage --last";
            System.out.println(summary(catalogue, ran) + "; " + PAGE + " is " + state);
        } else {
            Files.writeString(PAGE, page);
            System.out.println(summary(catalogue, ran) + "; wrote " + PAGE);
        }
    }

    /// The tests that ran, by id. Of a test that ran several times the last line counts.
    private static Map<String, List<Ran>> ran() throws IOException {
        Map<String, Ran> last = new TreeMap<>();
        try (Stream<Path> modules = Files.list(Path.of("."))) {
            for (Path module : modules.sorted().toList()) {
                Path file = module.resolve("target").resolve("scenarios.tsv");
                for (String line :
                        Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                    String[] cells = line.split("\t", 5);
                    Ran test = new Ran(cells[0], cells[1], cells[2], cells[3]);
                    last.put(test.id + " " + test.type + " " + test.method, test);
                }
            }
        }
        Map<String, List<Ran>> byId = new TreeMap<>();
        last.values().forEach(t -> byId.computeIfAbsent(t.id, id -> new ArrayList<>()).add(t));
        byId.values().forEach(tests -> tests.sort(Comparator.comparing(Ran::test)));
        return byId;
    }

    private static String page(
            Map<String, Entry> catalogue, Map<String, String> notes, Map<String, List<Ran>> ran) {
        StringBuilder page = new StringBuilder();
        page.append("# Scenarios and the tests that ran\n\n");
        page.append(PREAMBLE);
        page.append(summary(catalogue, ran)).append(".\n\n");
        page.append("| id | scenario | ★ | tests that ran | result | note |\n");
        page.append("|---|---|---|---|---|---|\n");
        for (Entry entry : catalogue.values()) {
            List<Ran> tests = ran.getOrDefault(entry.id, List.of());
            String star = entry.star ? "★" : "";
            String note = notes.getOrDefault(entry.id, "");
            List<String> cells =
                    List.of(entry.id, entry.title, star, names(tests), result(tests), note);
            page.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return page.toString();
    }

    private static String summary(Map<String, Entry> catalogue, Map<String, List<Ran>> ran) {
        long held = catalogue.keySet().stream().filter(id -> passed(ran, id)).count();
        List<Entry> stars = catalogue.values().stream().filter(Entry::star).toList();
        long starsHeld = stars.stream().filter(e -> passed(ran, e.id)).count();
        return "%d of %d scenarios have tests that ran and passed, %d of the %d with a ★"
                .formatted(held, catalogue.size(), starsHeld, stars.size());
    }

    /// One test passed at least, and none failed; a suite may not apply on some device.
    private static boolean passed(Map<String, List<Ran>> ran, String id) {
        List<Ran> tests = ran.getOrDefault(id, List.of());
        return tests.stream().anyMatch(t -> t.result.equals("passed"))
                && tests.stream().noneMatch(t -> t.result.equals("failed"));
    }

    private static String names(List<Ran> tests) {
        String names = String.join("<br>", tests.stream().map(t -> "`" + t.test() + "`").toList());
        return tests.isEmpty() ? "" : tests.size() + ": " + names;
    }

    /// The one result, or how many of each.
    private static String result(List<Ran> tests) {
        Map<String, Integer> counts = new TreeMap<>();
        tests.forEach(t -> counts.merge(t.result, 1, Integer::sum));
        if (counts.size() <= 1) {
            return String.join("", counts.keySet());
        }
        List<String> parts = new ArrayList<>();
        counts.forEach((result, count) -> parts.add(count + " " + result));
        return String.join(", ", parts);
    }

    private static List<String[]> rows(Path file, int cells) throws IOException {
        List<String[]> rows = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
            String[] row = lines.get(i).split("\t", -1);
            if (row.length != cells) {
                String text = "%s:%d: %d cells, not %d, apart by tabs";
                throw new IOException(text.formatted(file, i + 1, row.length, cells));
            }
            rows.add(row);
        }
        return rows;
    }
}
