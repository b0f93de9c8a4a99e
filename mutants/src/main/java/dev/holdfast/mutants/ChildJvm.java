package dev.holdfast.mutants;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Another JVM of the same java, with the same modules and options, and a patch.
///
/// @param modules what it has
/// @param patch what is changed of that; nothing changes if it is empty
/// @param more further options
public record ChildJvm(RunningModules modules, Optional<Patch> patch, List<String> more) {
    /// Takes its own copy.
    public ChildJvm {
        more = List.copyOf(more);
    }

    /// One that runs what runs here, changed by `patch`.
    public static ChildJvm patched(Patch patch) {
        return new ChildJvm(RunningModules.current(), Optional.of(patch), List.of());
    }

    /// One that runs what runs here.
    public static ChildJvm same() {
        return new ChildJvm(RunningModules.current(), Optional.empty(), List.of());
    }

    /// The same with further options.
    public ChildJvm with(String... options) {
        List<String> all = new ArrayList<>(more);
        all.addAll(List.of(options));
        return new ChildJvm(modules, patch, all);
    }

    /// How a child ended.
    ///
    /// @param status its exit status
    /// @param out what it printed; empty if that was passed on
    /// @param err what it complained of; empty if that was passed on
    public record Ended(int status, String out, String err) {
        /// Why it has not done what it should, in one line: what it complained of first, or where
        /// it complained of nothing, what it said last, for there java itself complains.
        public String complaint() {
            return err.lines()
                    .findFirst()
                    .or(() -> out.lines().reduce((line, next) -> next))
                    .orElse("it ended with " + status + " and said nothing");
        }
    }

    /// Runs a program with its output passed on.
    ///
    /// @param limit after which it is ended
    /// @param program `-m`, the module and its class, then what it is to be told
    public Ended run(Duration limit, List<String> program)
            throws MutantException, InterruptedException {
        return run(limit, program, Redirect.INHERIT, Redirect.INHERIT);
    }

    /// Runs a program and keeps what it prints: in files, so that nobody has to read along lest it
    /// should block.
    public Ended capture(Duration limit, List<String> program)
            throws MutantException, InterruptedException {
        try {
            Path folder = Files.createTempDirectory("holdfast-child");
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            try {
                Ended ended =
                        run(limit, program, Redirect.to(out.toFile()), Redirect.to(err.toFile()));
                return new Ended(ended.status(), Files.readString(out), Files.readString(err));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
                Files.deleteIfExists(folder);
            }
        } catch (IOException failed) {
            throw new MutantException("a child's output cannot be kept: " + failed, failed);
        }
    }

    private Ended run(Duration limit, List<String> program, Redirect out, Redirect err)
            throws MutantException, InterruptedException {
        Process child;
        try {
            child =
                    new ProcessBuilder(command(program))
                            .redirectInput(Redirect.from(new File(nothing())))
                            .redirectOutput(out)
                            .redirectError(err)
                            .start();
        } catch (IOException failed) {
            throw new MutantException("java cannot be started again: " + failed, failed);
        }
        try {
            if (!child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new MutantException(
                        "a child was ended after " + limit.toSeconds() + " s: it did not end");
            }
            return new Ended(child.exitValue(), "", "");
        } finally {
            child.destroyForcibly();
        }
    }

    /// The words that start it.
    List<String> command(List<String> program) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(inherited());
        words.addAll(more);
        String ours = String.join(",", modules.ours());
        words.addAll(List.of("--module-path", modules.argument()));
        words.addAll(List.of("--add-modules", ours, "--enable-native-access=" + ours));
        patch.ifPresent(changes -> words.addAll(changes.options()));
        words.addAll(program);
        return words;
    }

    /// What this JVM was told of heaps, collectors and the like, and where the checkout is. Not
    /// what test runners, debuggers and profilers have put there for themselves.
    private static List<String> inherited() {
        List<String> options = new ArrayList<>();
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            boolean debugger = option.startsWith("-Xrun") || option.startsWith("-Xdebug");
            if (option.startsWith("-X") && !debugger) {
                options.add(option);
            }
        }
        String home = System.getProperty(Checkout.PROPERTY);
        if (home != null) {
            options.add("-D" + Checkout.PROPERTY + "=" + home);
        }
        return options;
    }

    private static String nothing() {
        return System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null";
    }
}
