package dev.holdfast.mutants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Makes patches of definitions, and keeps them.
public final class PatchCompiler {
    private static final String SOURCES = "/src/main/java/";
    private static final String CACHE = ".holdfast/mutants";

    /// How many patches of one name are kept.
    private static final int KEPT = 4;

    private final Checkout checkout;
    private final RunningModules modules;
    private final Path cache;

    private PatchCompiler(Checkout checkout, RunningModules modules, Path cache) {
        this.checkout = checkout;
        this.modules = modules;
        this.cache = cache;
    }

    /// Compiles sources of `checkout` against `modules`, and keeps what comes of it in the
    /// checkout, or where that cannot be written, in the system's folder for such things.
    public static PatchCompiler in(Checkout checkout, RunningModules modules)
            throws MutantException {
        if (!Files.isDirectory(checkout.root())) {
            throw new MutantException("there is no checkout at " + checkout.root());
        }
        try {
            Path cache = checkout.root().resolve(CACHE);
            try {
                Files.createDirectories(cache);
            } catch (IOException readOnly) {
                cache = Files.createTempDirectory("holdfast-mutants");
            }
            return new PatchCompiler(checkout, modules, cache);
        } catch (IOException nowhere) {
            throw new MutantException("no place to keep compiled mutants: " + nowhere, nowhere);
        }
    }

    /// The patch of `definition`, made now or before.
    public Patch compile(Definition definition) throws MutantException {
        Map<String, Map<String, String>> byModule = byModule(definition);
        try {
            Path folder = cache.resolve(definition.name() + "-" + key(byModule));
            if (!Files.isDirectory(folder)) {
                make(definition, byModule, folder);
            }
            Map<String, Path> classes = new LinkedHashMap<>();
            byModule.keySet()
                    .forEach(module ->
                            classes.put(module, folder.resolve("classes").resolve(module)));
            return new Patch(definition.name(), classes);
        } catch (IOException failed) {
            throw new MutantException(
                    "cannot write the mutant " + definition.name() + ": " + failed, failed);
        }
    }

    /// The changed sources of each module, by their path within it.
    private Map<String, Map<String, String>> byModule(Definition definition)
            throws MutantException {
        Map<String, Map<String, String>> byModule = new LinkedHashMap<>();
        for (var changed : Mutation.apply(definition, checkout).entrySet()) {
            String file = changed.getKey();
            int sources = file.indexOf(SOURCES);
            String module =
                    sources < 0
                            ? ""
                            : "dev.holdfast." + file.substring(0, sources).replace('-', '.');
            if (!modules.has(module)) {
                throw new MutantException(
                        definition.name() + ": " + file + " is of no module that runs here");
            }
            byModule.computeIfAbsent(module, any -> new LinkedHashMap<>())
                    .put(file.substring(sources + SOURCES.length()), changed.getValue());
        }
        return byModule;
    }

    /// A name for all that the classes depend on.
    private String key(Map<String, Map<String, String>> byModule) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
        for (var module : byModule.entrySet()) {
            module.getValue()
                    .forEach((file, text) -> {
                        digest.update(file.getBytes(StandardCharsets.UTF_8));
                        digest.update(text.getBytes(StandardCharsets.UTF_8));
                    });
            for (Path against : modules.files(module.getKey())) {
                digest.update(Files.readAllBytes(against));
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /// Makes `folder`, whole or not at all. Another process may be quicker: then its work is as
    /// good.
    private void make(Definition definition, Map<String, Map<String, String>> byModule, Path folder)
            throws IOException, MutantException {
        Path making = Files.createTempDirectory(cache, definition.name() + ".");
        try {
            List<String> before = new ArrayList<>();
            for (var module : byModule.entrySet()) {
                Path sources = making.resolve("src").resolve(module.getKey());
                Path classes = making.resolve("classes").resolve(module.getKey());
                List<String> options = new ArrayList<>(before);
                options.addAll(patching(module.getKey(), sources));
                new SourceCompiler(definition.name(), modules, options)
                        .compile(write(module.getValue(), sources), classes);
                before.addAll(patching(module.getKey(), classes));
            }
            Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
            forgetOlder(definition.name());
        } catch (FileSystemException refused) {
            if (!Files.isDirectory(folder)) {
                throw refused;
            }
        } finally {
            delete(making);
        }
    }

    /// Those of sources that have changed since. Some are kept: their processes may still run.
    private void forgetOlder(String name) throws IOException {
        List<Path> same = new ArrayList<>();
        try (Stream<Path> listed = Files.list(cache)) {
            listed.filter(each ->
                            String.valueOf(each.getFileName()).matches(name + "-[0-9a-f]{16}"))
                    .forEach(same::add);
        }
        same.sort(Comparator.comparingLong(each -> each.toFile().lastModified()));
        for (Path old : same.subList(0, Math.max(0, same.size() - KEPT))) {
            delete(old);
        }
    }

    private static List<String> patching(String module, Path folder) {
        return List.of("--patch-module", module + "=" + folder);
    }

    private static List<Path> write(Map<String, String> texts, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (var text : texts.entrySet()) {
            Path file = folder.resolve(text.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.getValue());
            files.add(file);
        }
        return files;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walked = Files.walk(folder)) {
            for (Path each : walked.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
