package dev.holdfast.mutants;

import dev.holdfast.mutants.Definition.Edit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Applies definitions to sources.
final class Mutation {
    private Mutation() {}

    /// Where an edit belongs in its file.
    private record Spot(int from, Edit edit) {
        int to() {
            return from + edit.find().length();
        }
    }

    /// The changed sources, by path. All edits of a file are looked for in it as it is, so that
    /// none of them can find what another has put there.
    static Map<String, String> apply(Definition definition, Checkout checkout)
            throws MutantException {
        Map<String, String> changed = new LinkedHashMap<>();
        for (String file : definition.files()) {
            List<Edit> edits =
                    definition.edits().stream().filter(edit -> edit.file().equals(file)).toList();
            changed.put(file, apply(definition.name(), edits, checkout.source(file)));
        }
        return changed;
    }

    /// `source` with all edits made.
    static String apply(String name, List<Edit> edits, String source) throws MutantException {
        List<Spot> spots = new ArrayList<>();
        for (Edit edit : edits) {
            spots.add(new Spot(find(name, edit, source), edit));
        }
        spots.sort(Comparator.comparingInt(Spot::from));
        StringBuilder changed = new StringBuilder();
        int done = 0;
        for (Spot spot : spots) {
            if (spot.from() < done) {
                throw wrong(name, spot.edit(), "overlaps another edit");
            }
            changed.append(source, done, spot.from()).append(spot.edit().put());
            done = spot.to();
        }
        return changed.append(source, done, source.length()).toString();
    }

    private static int find(String name, Edit edit, String source) throws MutantException {
        int first = source.indexOf(edit.find());
        if (first < 0) {
            throw wrong(name, edit, "its text is not there: rebase it, the source has changed");
        }
        if (source.indexOf(edit.find(), first + 1) >= 0) {
            throw wrong(name, edit, "its text is there more than once: take in more of it");
        }
        return first;
    }

    private static MutantException wrong(String name, Edit edit, String what) {
        return new MutantException(
                name + ", line " + edit.line() + ", in " + edit.file() + ": " + what);
    }
}
