package dev.holdfast.mutants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// One call of the compiler for the sources of one module.
///
/// @param name whose sources, for messages
/// @param modules what they are compiled against
/// @param options which of those are patched, with what
record SourceCompiler(String name, RunningModules modules, List<String> options) {
    /// Compiles `files` into the folder `classes`; throws with the first error there is.
    void compile(List<Path> files, Path classes) throws IOException, MutantException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new MutantException("this java has no compiler: mutants need a JDK");
        }
        Files.createDirectories(classes);
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--module-path", modules.argument(), "-d", classes.toString()));
        all.addAll(List.of("-proc:none", "-implicit:none", "-nowarn", "-g"));
        var found = new DiagnosticCollector<JavaFileObject>();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
            var units = manager.getJavaFileObjectsFromPaths(files);
            if (!compiler.getTask(null, manager, found, all, null, units).call()) {
                throw new MutantException(name + " does not compile: " + firstError(found));
            }
        }
    }

    private static String firstError(DiagnosticCollector<JavaFileObject> found) {
        for (var each : found.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR) {
                return each.toString().lines().findFirst().orElse("");
            }
        }
        return "the compiler does not say why";
    }
}
