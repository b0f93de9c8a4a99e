package dev.holdfast.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import picocli.CommandLine;

/// Where the program starts.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit status.
    public static void main(String[] args) {
        // not System.out, which keeps to itself that it could not write
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        System.exit(run(out, err, args));
    }

    /// Runs one command that prints to `out` and `err`. What cannot be printed is not well.
    static int run(OutputStream out, OutputStream err, String... args) {
        StandardOutput output = new StandardOutput(out);
        PrintWriter errors = new StandardOutput(err).writer();
        return output.verdict(run(output.writer(), errors, args), errors);
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
