package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.mutants.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./holdfast` and `./dev`, wherever the checkout is and whatever the locale.
class LauncherTest {
    @TempDir private Path folder;

    private Path root;

    private record Ended(int status, String out) {}

    @BeforeEach
    void findCheckout() {
        assumeTrue(Checkout.here().isPresent(), "not run: no checkout");
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "not run: no bash");
        root = Checkout.here().orElseThrow().root();
    }

    private static Ended bash(String script, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("/bin/bash", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("LC_CTYPE");
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }

    private Path checkoutCalled(String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name).resolve("tools")).getParent();
        for (String file :
                List.of(
                        "holdfast",
                        "dev",
                        "tools/jdk.sh",
                        "tools/maven.sh",
                        "tools/opencl.sh",
                        "tools/drivers.sh")) {
            Files.copy(
                    root.resolve(file),
                    copy.resolve(file),
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        return copy;
    }

    @Test
    void checkoutThatCannotWorkIsSaidInOneSentence() throws Exception {
        for (String name : List.of("a:b", "line\nend", "end\n")) {
            Path copy = checkoutCalled(name);
            for (String command : List.of("holdfast", "dev")) {
                Ended ended = bash("cd / && \"$1\" tidy", copy.resolve(command).toString());
                assertEquals(2, ended.status, ended.out);
                assertTrue(ended.out.startsWith("Holdfast cannot run from "), ended.out);
                assertTrue(ended.out.endsWith("\n") && ended.out.contains("Move the checkout"));
                assertEquals(1, ended.out.lines().count(), ended.out);
            }
        }
    }

    @Test
    void asciiLocaleIsWidenedForNamesOfFiles() throws Exception {
        Ended locales = bash("locale -a");
        assumeTrue(locales.out.toLowerCase(java.util.Locale.ROOT).contains("utf"), "no UTF-8");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Ended ended =
                bash(
                        "cd \"$1\" && . tools/jdk.sh && widen_locale && \"$2\""
                                + " -XshowSettings:properties -version",
                        root.toString(),
                        java);
        assertTrue(ended.out.contains("sun.jnu.encoding = UTF-8"), ended.out);
    }

    @Test
    void localeWithLettersStays() throws Exception {
        Ended locales = bash("locale -a");
        assumeTrue(locales.out.contains("C.utf8"), "not run: no such locale");
        Ended ended =
                bash(
                        "cd \"$1\" && . tools/jdk.sh && unset LC_ALL && export LANG=C.utf8 &&"
                                + " widen_locale && echo \"[${LC_ALL:-}]\"",
                        root.toString());
        assertEquals("[]\n", ended.out);
    }
}
