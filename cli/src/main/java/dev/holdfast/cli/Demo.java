package dev.holdfast.cli;

import dev.holdfast.cli.replay.Compute;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.replay.MemorySize;
import dev.holdfast.cli.replay.Progress;
import dev.holdfast.cli.replay.Replay;
import dev.holdfast.cli.replay.ReplayOptions;
import dev.holdfast.cli.report.DemoTable;
import dev.holdfast.cli.trace.BuiltInTrainingStep;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.device.fault.FaultSpec;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// The demonstration: one trace in three kinds of trouble, with the same result each time; and once
/// more without one protection, to show that the trouble is real.
///
/// @param scale of the sizes of the built-in trace's buffers
/// @param compute how long its kernels take
/// @param control makes the last row
record Demo(double scale, Compute compute, DemoControl control) {
    /// A link that is to the made-up accelerator about what PCIe is to a card.
    private static final long LINK_BYTES_PER_SECOND = 1 << 30;

    /// A little more than the peak: space is given out in granules.
    private static final MemorySize ALL = MemorySize.parse("105%");

    private static final MemorySize QUARTER = MemorySize.parse("25%");
    private static final int ITERATIONS = 2;
    private static final List<String> FAILING_COPIES =
            List.of("copy-in:fail@5%", "copy-out:fail@5%");

    /// Runs it, a row of a table each; the answer is whether all is well.
    boolean run(PrintWriter out, Progress progress)
            throws TraceException, InputException, InterruptedException {
        Trace trace = BuiltInTrainingStep.DEFAULT.trace();
        trace = scale == 1 ? trace : trace.scaled(scale);
        ReplayOptions options =
                ReplayOptions.defaults()
                        .withLink(LINK_BYTES_PER_SECOND)
                        .withCompute(compute)
                        .withIterations(ITERATIONS);
        ReplayOptions whole = options.withDeviceMemory(ALL);
        ReplayOptions quarter = options.withDeviceMemory(QUARTER);
        ReplayOptions failing =
                quarter.withFaults(FAILING_COPIES.stream().map(FaultSpec::parse).toList());

        DemoTable table = new DemoTable(trace, out);
        table.begin(LINK_BYTES_PER_SECOND);
        table.row("all of it resident", Replay.run(trace, whole, progress));
        table.row("a quarter of the memory", Replay.run(trace, quarter, progress));
        table.row("a quarter, 5 % of copies fail", Replay.run(trace, failing, progress));
        table.control("the same, nobody looks at copies", control.run(unpaced()));
        return table.end();
    }

    /// The last replay as arguments, but with kernels and copies as quick as they can be: that does
    /// not change what a right result is, and saves seconds.
    private List<String> unpaced() {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--scale", String.valueOf(scale)));
        arguments.addAll(List.of("--device-memory", QUARTER.text()));
        arguments.addAll(List.of("--iterations", String.valueOf(ITERATIONS)));
        FAILING_COPIES.forEach(spec -> arguments.addAll(List.of("--fault", spec)));
        return arguments;
    }
}
