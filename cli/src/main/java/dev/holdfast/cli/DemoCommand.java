package dev.holdfast.cli;

import dev.holdfast.cli.replay.Compute;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.report.ProgressLine;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.mutants.Checkout;
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
                "One training step four times: all of it in device memory, with a quarter of that"
                        + " memory, with a quarter while copies fail, and the same again with one"
                        + " protection removed (from a checkout only). Under half a minute.",
        footer = {
            "",
            "Exit status: 0 if the first three results are the same, every word of them was right,"
                    + " and the last is wrong."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws TraceException, InputException, InterruptedException {
        Demo demo = new Demo(1, Compute.SLEEP, new DemoControl(Checkout.here()));
        PrintWriter out = spec.commandLine().getOut();
        return demo.run(out, ProgressLine.on(spec.commandLine().getErr())) ? 0 : 1;
    }
}
