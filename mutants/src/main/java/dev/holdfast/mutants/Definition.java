package dev.holdfast.mutants;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One variant of ours, as its file says.
///
/// @param name of the file, without its ending
/// @param about which protection is removed and what must happen then, a line each
/// @param kind what it is for
/// @param promises the promises that may be named when it is caught, such as `P3`
/// @param edits what is changed
public record Definition(
        String name, List<String> about, Kind kind, List<String> promises, List<Edit> edits) {

    /// What a variant is for.
    public enum Kind {
        /// To be caught.
        MUTANT,
        /// To be compared with.
        CONTROL
    }

    /// One change of one file.
    ///
    /// @param file its path in the checkout, with forward slashes
    /// @param find text that is there exactly once
    /// @param put what takes its place
    /// @param line where in the definition this is said
    public record Edit(String file, String find, String put, int line) {}

    /// Takes its own copies.
    public Definition {
        about = List.copyOf(about);
        promises = List.copyOf(promises);
        edits = List.copyOf(edits);
    }

    /// The first line of what it is about.
    public String summary() {
        return about.getFirst();
    }

    /// The files that it changes, in the order in which it names them.
    public Set<String> files() {
        Set<String> files = new LinkedHashSet<>();
        edits.forEach(edit -> files.add(edit.file()));
        return files;
    }
}
