package dev.holdfast.soak;

import dev.holdfast.device.DeviceProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/// `./dev soak`.
public final class Main {
    private Main() {}

    /// Runs a soak and ends the process with its exit status.
    public static void main(String[] words) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, words);
        if (out.checkError()) {
            err.println("./dev soak: standard output cannot be written");
            status = 2;
        }
        System.exit(status);
    }

    /// The exit status: 0 if all is well, 1 if something was wrong, 2 if it could not be run.
    static int run(PrintStream out, PrintStream err, String... words)
            throws IOException, InterruptedException {
        try {
            Arguments arguments = Arguments.of(List.of(words));
            if (arguments.help()) {
                out.print(Arguments.USAGE);
                return 0;
            }
            Findings findings = soak(arguments.options(), err);
            out.print(findings.table());
            if (arguments.json().isPresent()) {
                Files.writeString(arguments.json().get(), findings.json());
            }
            return findings.wrong().isEmpty() ? 0 : 1;
        } catch (IllegalArgumentException wrong) {
            err.println("./dev soak: " + wrong.getMessage());
            return 2;
        }
    }

    private static Findings soak(SoakOptions options, PrintStream err) throws InterruptedException {
        MemoryWatch memory = new MemoryWatch(options.length());
        ProgressLine progress = new ProgressLine(err, options.length());
        DeviceProvider provider = Devices.named(options.device());
        SoakReport report =
                Soak.run(
                        options,
                        provider::open,
                        (elapsed, tally) -> {
                            memory.look(elapsed);
                            progress.show(elapsed, tally);
                        });
        progress.end();
        return new Findings(report, provider.description(), memory.growth());
    }
}
