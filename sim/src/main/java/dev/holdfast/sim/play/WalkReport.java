package dev.holdfast.sim.play;

import dev.holdfast.sim.oracle.Verdict;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns what a walk through the manager's structure has found into a violation of a promise. What
/// names none is a matter of accounts.
///
/// @param verdict where it goes
record WalkReport(Verdict verdict) {
    private static final Pattern PROMISE = Pattern.compile("^(P\\d+)\\b.*", Pattern.DOTALL);

    void report(List<String> violations) {
        String first = violations.getFirst();
        Matcher promise = PROMISE.matcher(first);
        verdict.violated(promise.matches() ? promise.group(1) : "P10", "the walk: " + first);
    }
}
