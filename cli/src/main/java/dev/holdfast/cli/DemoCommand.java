package dev.holdfast.cli;

import dev.holdfast.cli.replay.Compute;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.report.ProgressLine;
import dev.holdfast.cli.trace.BuiltInTrainingStep;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `holdfast demo`: the first command that a newcomer runs.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "One training step three times: all of it in device memory, with a quarter of that"
                        + " memory, and with a quarter while copies fail. Under half a minute.",
        footer = {"", "Exit status: 0 if all three results are the same and every word was right."})
final class DemoCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InputException, InterruptedException {
        Demo demo = new Demo(BuiltInTrainingStep.DEFAULT.trace(), Compute.SLEEP);
        PrintWriter out = spec.commandLine().getOut();
        return demo.run(out, ProgressLine.on(spec.commandLine().getErr())) ? 0 : 1;
    }
}
