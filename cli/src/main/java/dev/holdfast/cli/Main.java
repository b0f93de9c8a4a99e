package dev.holdfast.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// Where the program starts.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit status.
    public static void main(String[] args) {
        PrintWriter out = writer(System.out);
        PrintWriter err = writer(System.err);
        System.exit(run(out, err, args));
    }

    /// In UTF-8, whatever the terminal thinks: a replay's output is the same everywhere.
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /// Runs one command; the answer is its exit status: 0 if all is well, 1 if what was run is not,
    /// 2 if it could not be run.
    static int run(PrintWriter out, PrintWriter err, String... args) {
        OneLineErrors errors = new OneLineErrors();
        CommandLine command =
                new CommandLine(new HoldfastCommand())
                        .setOut(out)
                        .setErr(err)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setAbbreviatedOptionsAllowed(false)
                        .setParameterExceptionHandler(errors)
                        .setExecutionExceptionHandler(errors);
        try {
            return command.execute(args);
        } catch (Error broken) {
            return OneLineErrors.broken(broken, command);
        }
    }
}
