package dev.holdfast.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder with the sources of what runs, and the definitions beside them.
///
/// @param root the folder
public record Checkout(Path root) {
    /// Says where it is; `./holdfast` and `./dev` set it.
    public static final String PROPERTY = "holdfast.home";

    private static final String DEFINITIONS = "mutants/definitions";
    private static final String ENDING = ".mutant";

    /// The one that this program was started from, if it was.
    public static Optional<Checkout> here() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .filter(root -> Files.isDirectory(root.resolve(DEFINITIONS)))
                .map(Checkout::new);
    }

    /// The same; throws where there is none.
    public static Checkout require() throws MutantException {
        return here().orElseThrow(() ->
                new MutantException("mutants are made from the sources: only from a checkout"));
    }

    /// All definitions, by name.
    public List<Definition> definitions() throws MutantException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(root.resolve(DEFINITIONS))) {
            files = listed.filter(file -> name(file).endsWith(ENDING)).sorted().toList();
        } catch (IOException unreadable) {
            throw new MutantException("cannot read " + root.resolve(DEFINITIONS), unreadable);
        }
        List<Definition> definitions = new ArrayList<>();
        for (Path file : files) {
            definitions.add(definition(file));
        }
        return definitions;
    }

    /// The definition with this name; throws, naming those there are, if there is none.
    public Definition definition(String name) throws MutantException {
        List<Definition> all = definitions();
        for (Definition each : all) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        throw new MutantException(
                "there is no mutant "
                        + name
                        + "; there are "
                        + String.join(", ", all.stream().map(Definition::name).toList()));
    }

    private static Definition definition(Path file) throws MutantException {
        String name = name(file);
        return DefinitionReader.read(
                name.substring(0, name.length() - ENDING.length()), text(file));
    }

    /// The text of a source file.
    String source(String path) throws MutantException {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            throw new MutantException("there is no file " + path + " in the checkout");
        }
        return text(file);
    }

    private static String text(Path file) throws MutantException {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new MutantException("cannot read " + file, unreadable);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
