package dev.holdfast.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The program as a whole.
@Command(
        name = "holdfast",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description = "Device memory for JVM programs that use GPUs.",
        subcommands = {
            DemoCommand.class,
            ReplayCommand.class,
            SimCommand.class,
            CaptureCommand.class,
            RecorderCommand.class,
            DevicesCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Exit status: 0 if all is well, 1 if what was run is not, 2 if it could not be run."
        })
final class HoldfastCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "say what to do: replay, demo, sim, capture, recorder or devices");
    }
}
