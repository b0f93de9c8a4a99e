package dev.holdfast.mutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compiled classes that take the place of those of the same name.
///
/// @param name of the definition that they are of
/// @param classes a folder of classes for each module that is patched
public record Patch(String name, Map<String, Path> classes) {
    /// Takes its own copy, in a fixed order.
    public Patch {
        classes = new TreeMap<>(classes);
    }

    /// What `java`, and `javac`, need to be told to use them.
    public List<String> options() {
        List<String> options = new ArrayList<>();
        classes.forEach((module, folder) -> {
            options.add("--patch-module");
            options.add(module + "=" + folder);
        });
        return options;
    }
}
