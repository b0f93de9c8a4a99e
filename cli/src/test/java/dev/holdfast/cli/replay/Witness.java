package dev.holdfast.cli.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the witness of a [WitnessProvider] said before its process was killed: for each queue the
/// commands that the device was given, and those of them that it reported.
public final class Witness {
    private final Map<String, TreeMap<Long, String>> given = new HashMap<>();
    private final Map<String, TreeMap<Long, String>> reported = new HashMap<>();
    private final List<String> others = new ArrayList<>();
    private int lines;

    /// Takes a line; true if the witness said it.
    public boolean heard(String line) {
        String[] words = line.split(" ", 4);
        if (words.length == 4 && words[0].equals("+")) {
            of(given, words[1]).put(Long.parseLong(words[2]), words[3]);
        } else if (words.length == 3 && words[0].equals("-")) {
            of(reported, words[1]).put(Long.parseLong(words[2]), "");
        } else {
            others.add(line);
            return false;
        }
        lines++;
        return true;
    }

    private static TreeMap<Long, String> of(Map<String, TreeMap<Long, String>> map, String queue) {
        return map.computeIfAbsent(queue, name -> new TreeMap<>());
    }

    /// How many lines it said.
    public int lines() {
        return lines;
    }

    /// What else was said in its place.
    public List<String> others() {
        return others;
    }

    /// How many commands a queue was given.
    public long given(String queue) {
        TreeMap<Long, String> known = of(given, queue);
        return known.isEmpty() ? 0 : known.lastKey();
    }

    /// How many it reported; it reports them in order.
    public long reported(String queue) {
        TreeMap<Long, String> known = of(reported, queue);
        return known.isEmpty() ? 0 : known.lastKey();
    }

    /// What the command was, if the witness saw it.
    public String what(String queue, long ordinal) {
        return of(given, queue).getOrDefault(ordinal, "");
    }
}
