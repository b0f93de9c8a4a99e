package dev.holdfast.cli;

import static dev.holdfast.cli.TraceChoice.require;

import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.report.FlightJson;
import dev.holdfast.cli.report.FlightPrinter;
import dev.holdfast.memory.recorder.FlightLog;
import dev.holdfast.memory.recorder.FlightLogException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `holdfast recorder`.
@Command(
        name = "recorder",
        mixinStandardHelpOptions = true,
        description = "Reads the flight log that a process leaves behind, however it ends.",
        subcommands = RecorderCommand.Show.class)
final class RecorderCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: show FILE");
    }

    /// `holdfast recorder show`.
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            usageHelpAutoWidth = true,
            description =
                    "Says which client's which kernel, with which objects where, was in flight on"
                            + " which queue, and what went before.",
            footer = {"", "Exit status: 0 if the log could be read, 2 if not."})
    static final class Show implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();

        @Parameters(
                paramLabel = "FILE",
                description = "A flight log, of replay --recorder or MemoryOptions.recordTo.")
        private Path file = Path.of("");

        @Option(names = "--json", description = "For programs.")
        private boolean json;

        @Option(
                names = "--last",
                paramLabel = "N",
                defaultValue = "20",
                description = "How many records to list (default: ${DEFAULT-VALUE}).")
        private int last = 20;

        @Override
        public Integer call() throws InputException {
            require(last >= 0, "--last " + last + ": must not be negative");
            FlightLog log = read();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.print(new FlightJson().text(log, last));
                out.flush();
            } else {
                new FlightPrinter(out).print(log, last);
            }
            return 0;
        }

        private FlightLog read() throws InputException {
            try {
                return FlightLog.read(file);
            } catch (FlightLogException unreadable) {
                throw new InputException(String.valueOf(unreadable.getMessage()), unreadable);
            } catch (NoSuchFileException missing) {
                throw new InputException(file + ": no such file", missing);
            } catch (IOException failed) {
                throw new InputException(file + " cannot be read: " + failed, failed);
            }
        }
    }
}
