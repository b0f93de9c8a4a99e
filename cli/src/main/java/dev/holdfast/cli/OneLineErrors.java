package dev.holdfast.cli;

import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.report.Lines;
import dev.holdfast.cli.trace.TraceException;
import java.io.PrintWriter;
import java.util.regex.Pattern;
import picocli.CommandLine;

/// Says what is wrong in one line on standard error, and shows no stack trace but to those who ask
/// for one.
///
/// What the person who started the program can do something about ends with 2. Anything else is a
/// bug of ours or the end of a resource: the run has not shown what it should, so it ends with 1.
final class OneLineErrors
        implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    private static final String STACK_TRACE = "holdfast.stacktrace";
    private static final String HOW_TO_SEE_MORE =
            "HOLDFAST_JAVA_OPTS=-D" + STACK_TRACE + "=true tells where";
    private static final Pattern BREAKS = Pattern.compile("\\s*\\R\\s*");

    @Override
    public int handleParseException(CommandLine.ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        print(command, "%s (%s --help tells more)".formatted(problem.getMessage(), name));
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(
            Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        if (problem instanceof InputException || problem instanceof TraceException) {
            print(command, String.valueOf(problem.getMessage()));
            return CommandLine.ExitCode.USAGE;
        }
        if (problem instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            print(command, "interrupted");
            return CommandLine.ExitCode.SOFTWARE;
        }
        return broken(problem, command);
    }

    /// For what nobody expected.
    static int broken(Throwable problem, CommandLine command) {
        print(command, "failed: %s (%s)".formatted(problem, HOW_TO_SEE_MORE));
        if (Boolean.getBoolean(STACK_TRACE)) {
            problem.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(CommandLine command, String message) {
        print(command.getErr(), message);
    }

    /// Says it on `target`.
    static void print(PrintWriter target, String message) {
        Lines err = new Lines(target);
        err.line("holdfast: " + BREAKS.matcher(message).replaceAll(" "));
        err.flush();
    }
}
