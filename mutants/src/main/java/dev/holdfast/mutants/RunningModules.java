package dev.holdfast.mutants;

import java.io.File;
import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The modules that this program runs from, as a module path for another.
///
/// @param path folders of modules, modules, or jars
public record RunningModules(List<Path> path) {
    private static final String OURS = "dev.holdfast.";

    /// Takes its own copy.
    public RunningModules {
        path = List.copyOf(path);
    }

    /// From the module path that there is. Tests run on the class path instead: then it is what is
    /// a module there.
    public static RunningModules current() {
        String modulePath = System.getProperty("jdk.module.path");
        if (modulePath != null) {
            return new RunningModules(split(modulePath));
        }
        String classPath = System.getProperty("java.class.path", "");
        return new RunningModules(
                split(classPath).stream().filter(RunningModules::isModule).toList());
    }

    private static List<Path> split(String path) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
    }

    private static boolean isModule(Path entry) {
        try {
            return ModuleFinder.of(entry).findAll().stream()
                    .anyMatch(found -> !found.descriptor().isAutomatic());
        } catch (FindException unnamed) {
            return false;
        }
    }

    /// As an argument for `java` and `javac`.
    String argument() {
        return String.join(
                File.pathSeparator, path.stream().map(entry -> entry.toString()).toList());
    }

    /// The names of our own modules among them.
    List<String> ours() {
        return found().findAll().stream()
                .map(module -> module.descriptor().name())
                .filter(name -> name.startsWith(OURS))
                .sorted()
                .toList();
    }

    /// True if there is a module of this name.
    boolean has(String module) {
        return found().find(module).isPresent();
    }

    /// Every file of a module of this name and of those of ours that it requires: what a change of
    /// it is compiled against.
    List<Path> files(String module) throws IOException {
        List<Path> files = new ArrayList<>();
        for (ModuleReference reference : found().find(module).stream().toList()) {
            Path place = Path.of(reference.location().orElseThrow());
            try (Stream<Path> walked = Files.walk(place)) {
                walked.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
            for (var required : reference.descriptor().requires()) {
                if (required.name().startsWith(OURS)) {
                    files.addAll(files(required.name()));
                }
            }
        }
        return files;
    }

    private ModuleFinder found() {
        return ModuleFinder.of(path.toArray(Path[]::new));
    }
}
