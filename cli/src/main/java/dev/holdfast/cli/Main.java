package dev.holdfast.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/// Where the program starts.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit status.
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(out, err, args));
    }

    /// Runs one command; the answer is its exit status: 0 if all is well, 1 if what was run is not,
    /// 2 if it could not be run.
    static int run(PrintWriter out, PrintWriter err, String... args) {
        OneLineErrors errors = new OneLineErrors();
        return new CommandLine(new HoldfastCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .execute(args);
    }
}
