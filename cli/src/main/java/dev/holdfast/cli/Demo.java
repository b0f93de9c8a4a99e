package dev.holdfast.cli;

import dev.holdfast.cli.replay.Compute;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.replay.MemorySize;
import dev.holdfast.cli.replay.Progress;
import dev.holdfast.cli.replay.Replay;
import dev.holdfast.cli.replay.ReplayOptions;
import dev.holdfast.cli.report.DemoTable;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.device.fault.FaultSpec;
import java.io.PrintWriter;
import java.util.List;

/// The demonstration: one trace in three kinds of trouble, with the same result each time.
///
/// @param trace that is run
/// @param compute how long its kernels take
record Demo(Trace trace, Compute compute) {
    /// A link that is to the made-up accelerator about what PCIe is to a card.
    private static final long LINK_BYTES_PER_SECOND = 1 << 30;

    /// A little more than the peak: space is given out in granules.
    private static final MemorySize ALL = MemorySize.parse("105%");

    private static final MemorySize QUARTER = MemorySize.parse("25%");

    private static final List<FaultSpec> FAILING_COPIES =
            List.of(FaultSpec.parse("copy-in:fail@5%"), FaultSpec.parse("copy-out:fail@5%"));

    /// Runs it, a row of a table each; the answer is whether all is well.
    boolean run(PrintWriter out, Progress progress) throws InputException, InterruptedException {
        ReplayOptions options =
                ReplayOptions.defaults()
                        .withLink(LINK_BYTES_PER_SECOND)
                        .withCompute(compute)
                        .withIterations(2);
        ReplayOptions whole = options.withDeviceMemory(ALL);
        ReplayOptions quarter = options.withDeviceMemory(QUARTER);
        ReplayOptions failing = quarter.withFaults(FAILING_COPIES);

        DemoTable table = new DemoTable(trace, out);
        table.begin(LINK_BYTES_PER_SECOND);
        table.row("all of it resident", Replay.run(trace, whole, progress));
        table.row("a quarter of the memory", Replay.run(trace, quarter, progress));
        table.row("a quarter, 5 % of copies fail", Replay.run(trace, failing, progress));
        return table.end();
    }
}
