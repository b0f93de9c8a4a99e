package dev.holdfast.mutants;

import dev.holdfast.mutants.Definition.Edit;
import dev.holdfast.mutants.Definition.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads definitions.
///
///     # Which protection is removed.
///     # What must happen then.
///     kind: mutant
///     promise: P3 P2
///     file: memory/src/main/java/dev/holdfast/memory/migrate/Interceptor.java
///     %% find
///         settled(published);
///     %% put
///         inspect();
///     %% end
///
/// No line of Java begins with `%%`. The text is what lies between those lines, to the letter,
/// without the last line break: it may begin or end within a line of the source. Further files and
/// further edits may follow.
final class DefinitionReader {
    private static final String FIND = "%% find";
    private static final String PUT = "%% put";
    private static final String END = "%% end";

    private final String name;
    private final List<String> lines;
    private final List<String> about = new ArrayList<>();
    private final List<Edit> edits = new ArrayList<>();
    private Optional<Kind> kind = Optional.empty();
    private List<String> promises = List.of();
    private Optional<String> file = Optional.empty();
    private int next;

    private DefinitionReader(String name, String text) {
        this.name = name;
        this.lines = text.lines().toList();
    }

    /// The definition `name` from its text; throws with the line where it is wrong.
    static Definition read(String name, String text) throws MutantException {
        return new DefinitionReader(name, text).read();
    }

    private Definition read() throws MutantException {
        while (next < lines.size()) {
            String line = lines.get(next);
            next++;
            if (line.equals(FIND)) {
                edits.add(edit());
            } else if (line.startsWith("#")) {
                about.add(line.substring(1).strip());
            } else if (!line.isBlank()) {
                field(line);
            }
        }
        require(!about.isEmpty(), "says nothing of what it removes: # …");
        require(kind.isPresent(), "says nothing of what it is: kind: mutant, or control");
        require(!promises.isEmpty(), "names no promise: promise: P3");
        require(!edits.isEmpty(), "changes nothing");
        return new Definition(name, about, kind.orElseThrow(), promises, edits);
    }

    private void field(String line) throws MutantException {
        int colon = line.indexOf(':');
        String value = line.substring(colon + 1).strip();
        switch (colon < 0 ? "" : line.substring(0, colon)) {
            case "kind" -> kind = Optional.of(kind(value));
            case "promise" -> promises = promises(value);
            case "file" -> file = Optional.of(value);
            default -> throw wrong("\"" + line + "\" is none of: kind, promise, file, " + FIND);
        }
    }

    private Kind kind(String value) throws MutantException {
        for (Kind each : Kind.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
                return each;
            }
        }
        throw wrong("kind \"" + value + "\": mutant or control");
    }

    private List<String> promises(String value) throws MutantException {
        List<String> found = Arrays.asList(value.split("[ ,]+"));
        for (String promise : found) {
            require(promise.matches("P([1-9]|10)"), "\"" + promise + "\" is no promise: P1 … P10");
        }
        return found;
    }

    private Edit edit() throws MutantException {
        int line = next;
        String path = file.orElseThrow(() -> wrong("an edit of no file: file: …"));
        String find = until(PUT);
        String put = until(END);
        require(!find.isBlank(), "an edit that looks for nothing");
        require(!find.equals(put), "an edit that changes nothing");
        return new Edit(path, find, put, line);
    }

    private String until(String end) throws MutantException {
        List<String> text = new ArrayList<>();
        while (next < lines.size() && !lines.get(next).equals(end)) {
            String line = lines.get(next);
            next++;
            require(!line.startsWith("%%"), "\"" + line + "\" where " + end + " was expected");
            text.add(line);
        }
        require(next < lines.size(), "no " + end);
        next++;
        return String.join("\n", text);
    }

    private void require(boolean holds, String otherwise) throws MutantException {
        if (!holds) {
            throw wrong(otherwise);
        }
    }

    private MutantException wrong(String what) {
        return new MutantException(name + ", line " + next + ": " + what);
    }
}
