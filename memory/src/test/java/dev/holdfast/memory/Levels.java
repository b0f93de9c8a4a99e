package dev.holdfast.memory;

import java.util.List;
import java.util.Optional;

/// The packages of this module from low to high, and the rule between them: a package knows lower
/// levels only, and never one beside it.
final class Levels {

    private static final String ROOT = "dev.holdfast.memory";

    /// Low to high; packages of one level are siblings. The facade is the root package itself.
    private static final List<List<String>> LOW_TO_HIGH =
            List.of(
                    List.of("ledger", "recorder", "work"),
                    List.of("region"),
                    List.of("object"),
                    List.of("schedule"),
                    List.of("binding", "migrate"),
                    List.of("residency"),
                    List.of("submit", "mapping"),
                    List.of("capture"),
                    List.of("recovery"),
                    List.of(""));

    private Levels() {}

    /// What is wrong with the package `from` knowing the package `to`, if anything.
    static Optional<String> objection(String from, String to) {
        if (!ours(from) || !ours(to) || room(from).equals(room(to))) {
            return Optional.empty();
        }
        int lower = level(to);
        int higher = level(from);
        if (lower < 0 || higher < 0) {
            String unknown = lower < 0 ? to : from;
            return Optional.of(unknown + " has no level: give it one in " + Levels.class.getName());
        }
        if (lower < higher) {
            return Optional.empty();
        }
        String why = lower == higher ? "stands beside it" : "stands above it";
        return Optional.of(from + " must not know " + to + ", which " + why);
    }

    static boolean ours(String name) {
        return name.equals(ROOT) || name.startsWith(ROOT + ".");
    }

    /// The package right below the root that a package belongs to.
    private static String room(String name) {
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.")[0];
    }

    private static int level(String name) {
        String own = room(name);
        for (int i = 0; i < LOW_TO_HIGH.size(); i++) {
            if (LOW_TO_HIGH.get(i).contains(own)) {
                return i;
            }
        }
        return -1;
    }
}
