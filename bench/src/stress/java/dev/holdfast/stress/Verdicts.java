package dev.holdfast.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The table at the end: a line for each test, and below it one for each known bug that it must be
/// able to find.
final class Verdicts {
    private static final String COMMON = "dev.holdfast.";

    private final Map<String, Tally> seen;
    private boolean good = true;

    Verdicts(Map<String, Tally> seen) {
        this.seen = seen;
    }

    /// Prints it; false if a test found something, a known bug was not found, a test has no known
    /// bug beside it, or anything of `expected` was not run.
    boolean print(List<String> expected, boolean whole) throws ClassNotFoundException {
        Map<String, List<String>> bugs = new TreeMap<>();
        for (String name : expected) {
            BugIn bug = Class.forName(name).getAnnotation(BugIn.class);
            if (bug == null) {
                bugs.computeIfAbsent(name, test -> new ArrayList<>());
            } else {
                bugs.computeIfAbsent(bug.value().getName(), test -> new ArrayList<>()).add(name);
            }
        }
        System.out.printf("%n%-56s %12s  %-9s %s%n", "test", "samples", "forbidden", "verdict");
        bugs.forEach((test, known) -> {
            if (expected.contains(test)) {
                line(test, "", Tally::foundNothing, whole && known.isEmpty());
            }
            known.forEach(bug -> line(bug, "  known bug ", Tally::foundSomething, false));
        });
        long tests = bugs.keySet().stream().filter(expected::contains).count();
        System.out.printf(
                "%n%d tests, %d known bugs beside them: %s%n",
                tests,
                expected.size() - tests,
                good ? "all as it should be" : "SOMETHING IS WRONG, see above");
        return good && !expected.isEmpty();
    }

    private void line(
            String name,
            String kind,
            java.util.function.Predicate<Tally> expectation,
            boolean withoutBug) {
        Tally tally = seen.get(name);
        boolean right = tally != null && expectation.test(tally) && !withoutBug;
        good &= right;
        System.out.printf(
                "%-56s %,12d  %-9s %s%n",
                kind + name.substring(COMMON.length()),
                tally == null ? 0 : tally.samples(),
                tally == null || tally.forbidden().isEmpty() ? "none" : "yes",
                verdict(tally, right, kind, withoutBug));
    }

    private static String verdict(Tally tally, boolean right, String kind, boolean withoutBug) {
        if (tally == null) {
            return "WRONG: was not run";
        }
        if (withoutBug) {
            return "WRONG: no known bug beside it";
        }
        String outcome =
                kind.isEmpty()
                        ? (tally.forbidden().isEmpty() ? "held" : "found " + tally.forbidden())
                        : (tally.forbidden().isEmpty() ? "not found" : "found");
        return right ? outcome : "WRONG: " + (tally.broken() ? "did not run, " : "") + outcome;
    }
}
