package dev.holdfast.cli;

import dev.holdfast.cli.replay.Compute;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.replay.MemorySize;
import dev.holdfast.cli.replay.Progress;
import dev.holdfast.cli.replay.Replay;
import dev.holdfast.cli.replay.ReplayOptions;
import dev.holdfast.cli.replay.ReplayReport;
import dev.holdfast.cli.report.DemoTable;
import dev.holdfast.cli.report.ProgressLine;
import dev.holdfast.cli.trace.BuiltInTrainingStep;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.device.fault.FaultSpec;

import java.util.List;
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
    /// A link that is to the made-up accelerator about what PCIe is to a card.
    private static final long LINK_BYTES_PER_SECOND = 1 << 30;

    /// A little more than the peak: space is given out in granules.
    private static final String ALL = "105%";

    private static final String QUARTER = "25%";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InputException, InterruptedException {
        Trace trace = BuiltInTrainingStep.DEFAULT.trace();
        DemoTable table = new DemoTable(trace, spec.commandLine().getOut());
        Progress progress = ProgressLine.on(spec.commandLine().getErr());
        table.begin(LINK_BYTES_PER_SECOND);
        table.row("all of it resident", run(trace, ALL, List.of(), progress));
        table.row("a quarter of the memory", run(trace, QUARTER, List.of(), progress));
        List<FaultSpec> faults =
                List.of(FaultSpec.parse("copy-in:fail@5%"), FaultSpec.parse("copy-out:fail@5%"));
        table.row("a quarter, 5 % of copies fail", run(trace, QUARTER, faults, progress));
        return table.end() ? 0 : 1;
    }

    private static ReplayReport run(
            Trace trace, String memory, List<FaultSpec> faults, Progress progress)
            throws InputException, InterruptedException {
        ReplayOptions options =
                ReplayOptions.defaults()
                        .withDeviceMemory(MemorySize.parse(memory))
                        .withFaults(faults)
                        .withLink(LINK_BYTES_PER_SECOND)
                        .withCompute(Compute.SLEEP)
                        .withIterations(2);
        return Replay.run(trace, options, progress);
    }
}
