package dev.holdfast.cli;

import static dev.holdfast.cli.TraceChoice.require;

import dev.holdfast.cli.replay.Compute;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.replay.MemorySize;
import dev.holdfast.cli.replay.Progress;
import dev.holdfast.cli.replay.Replay;
import dev.holdfast.cli.replay.ReplayOptions;
import dev.holdfast.cli.replay.ReplayReport;
import dev.holdfast.cli.report.CurvePrinter;
import dev.holdfast.cli.report.DryRun;
import dev.holdfast.cli.report.FileRoles;
import dev.holdfast.cli.report.JsonReport;
import dev.holdfast.cli.report.ProgressLine;
import dev.holdfast.cli.report.ReportPrinter;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.memory.MemoryOptions;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `holdfast replay`.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Runs a trace with real bytes on a device and verifies every word of it.",
        footer = {
            "",
            "Sizes: 4096, 64KiB, 1.5GiB, 250MB; or a share such as 25%%.",
            "Faults: SITE:ACTION@WHEN. Sites: copy-in, copy-out, clear. Actions: fail, delay=20ms.",
            "When: #17 (the 17th time), 5%% (of the times, by the seed), always.",
            "Exit status: 0 if every read was verified and nothing leaked, 1 if not, 2 if it could"
                    + " not run."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final long LEAST_CHUNK_BYTES = 256;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private TraceChoice choice = new TraceChoice();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "soft",
            description = "Which device; holdfast devices lists them (default: soft).")
    private String device = "soft";

    @Option(
            names = "--device-memory",
            paramLabel = "SIZE",
            split = ",",
            defaultValue = "100%",
            converter = Converters.Amount.class,
            description =
                    "How much device memory to use; a share is of the trace's peak. Several, with"
                            + " commas between, print the curve that tells which card is needed"
                            + " (default: all that the trace needs).")
    private List<MemorySize> deviceMemory = List.of(MemorySize.ALL);

    @Option(
            names = "--host-memory",
            paramLabel = "SIZE",
            converter = Converters.Amount.class,
            description = "How much host memory to use (default: enough).")
    private @Nullable MemorySize hostMemory;

    @Option(
            names = "--visible",
            paramLabel = "SIZE",
            converter = Converters.Amount.class,
            description = "How much of device memory the CPU can see (default: all).")
    private @Nullable MemorySize visible;

    @Option(
            names = "--link-bandwidth",
            paramLabel = "RATE",
            converter = Converters.Bandwidth.class,
            description =
                    "How quick copies are, in each direction: 78.75MB/s (default: unlimited).")
    private @Nullable Long linkBandwidth;

    @Option(
            names = "--compute",
            paramLabel = "HOW",
            defaultValue = "none",
            description =
                    "none: kernels take as long as verifying does. sleep: at least as long as the"
                            + " trace says (default: none).")
    private Compute compute = Compute.NONE;

    @Option(
            names = "--time-scale",
            paramLabel = "F",
            defaultValue = "1",
            description = "Multiply the trace's durations (default: 1).")
    private double timeScale = 1;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "1",
            description = "Run the trace so often; figures are from the second on (default: 1).")
    private int iterations = 1;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "256",
            description = "Operations that a client submits ahead (default: 256).")
    private int window = 256;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            defaultValue = "lru",
            description = "Who makes room: ${COMPLETION-CANDIDATES} (default: lru).")
    private MemoryOptions.Policy policy = MemoryOptions.Policy.LRU;

    @Option(
            names = "--chunk-bytes",
            paramLabel = "SIZE",
            converter = Converters.Size.class,
            description = "How much of a copy succeeds or fails together.")
    private @Nullable Long chunkBytes;

    @Option(
            names = "--fault",
            paramLabel = "SPEC",
            converter = Converters.Fault.class,
            description = {
                "Make something go wrong: copy-in:fail@5%% (may be repeated).",
                "copy-in, copy-out, clear, kernel: fail, hang, linger, reorder, delay=20ms;",
                "device: lose; bookkeeping: fail; host-copy: fail, forbid;",
                "when: #17, 5%% or always."
            })
    private List<FaultSpec> faults = new ArrayList<>();

    @Option(
            names = "--watchdog",
            paramLabel = "TIME",
            converter = Converters.Time.class,
            description =
                    "How long the device may take for a command before that is taken from it: 2s,"
                            + " 500ms, off (default: 2s if any is made to hang, else off).")
    private @Nullable Duration watchdog;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of faults and of the order of clients (default: 0).")
    private long seed;

    @Option(
            names = "--recorder",
            paramLabel = "FILE",
            description =
                    "Keep a flight log in FILE that outlives the process, for holdfast recorder"
                            + " show. One that is there already becomes FILE.previous.")
    private @Nullable Path recorder;

    @Option(
            names = "--capture-dir",
            paramLabel = "DIR",
            description =
                    "Capture what the device was executing from when it first hangs or faults, for"
                            + " holdfast capture show. DIR is made if it is not there.")
    private @Nullable Path captureDir;

    @Option(
            names = "--suspend-at",
            paramLabel = "N",
            split = ",",
            description =
                    "Before the N-th operation, take everything off the device, close it, and go on"
                            + " with a new one (may be repeated).")
    private List<Long> suspendAt = new ArrayList<>();

    @Option(
            names = "--dry-run",
            description = "Only the trace's figures and its optimum; no byte is moved.")
    private boolean dryRun;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write everything that was found to FILE; - is standard output.")
    private @Nullable String json;

    @Override
    public Integer call() throws InputException, TraceException, InterruptedException {
        check();
        JsonReport output = JsonReport.to(json, spec.commandLine().getOut());
        checkFiles(output);
        Trace trace = choice.load(seed);
        return dryRun ? dryRun(trace, output) : replay(trace, output);
    }

    /// No output may be an input or another output.
    private void checkFiles(JsonReport output) throws InputException {
        FileRoles roles = new FileRoles();
        if (choice.file() != null) {
            roles.reads("the trace", choice.file());
        }
        if (output.file().isPresent()) {
            roles.writes("--json", output.file().get());
        }
        if (recorder != null) {
            roles.writes("--recorder", recorder);
            roles.writes("--recorder", Path.of(recorder + ".previous"));
        }
        if (captureDir != null) {
            roles.addsCapturesTo("--capture-dir", captureDir);
        }
    }

    private int dryRun(Trace trace, JsonReport output) throws InputException {
        DryRun figures = DryRun.of(trace, deviceMemory, iterations);
        figures.print(people(output));
        output.write(figures);
        return figures.fits() ? 0 : 1;
    }

    private int replay(Trace trace, JsonReport output) throws InputException, InterruptedException {
        PrintWriter out = people(output);
        Progress progress =
                output.isStandardOutput()
                        ? Progress.NONE
                        : ProgressLine.on(spec.commandLine().getErr());
        List<ReplayReport> reports = new ArrayList<>();
        for (MemorySize size : deviceMemory) {
            reports.add(Replay.run(trace, options(size), progress));
        }
        if (reports.size() == 1) {
            new ReportPrinter(out).print(reports.getFirst());
            output.write(reports.getFirst());
        } else {
            CurvePrinter.print(reports, out);
            output.write(reports);
        }
        return reports.stream().allMatch(ReplayReport::isGood) ? 0 : 1;
    }

    /// Where people read; nowhere if a program reads there.
    private PrintWriter people(JsonReport output) {
        return output.isStandardOutput()
                ? new PrintWriter(Writer.nullWriter())
                : spec.commandLine().getOut();
    }

    private void check() throws InputException {
        require(iterations >= 1, "--iterations " + iterations + ": must be at least 1");
        require(window >= 1, "--window " + window + ": must be at least 1");
        require(
                timeScale >= 0 && !Double.isInfinite(timeScale),
                "--time-scale " + timeScale + ": must not be negative");
        require(
                chunkBytes == null || chunkBytes >= LEAST_CHUNK_BYTES,
                "--chunk-bytes " + chunkBytes + ": must be at least " + LEAST_CHUNK_BYTES);
        require(
                recorder == null || deviceMemory.size() == 1,
                "--recorder " + recorder + ": is of one replay, and needs one --device-memory");
        require(
                captureDir == null || deviceMemory.size() == 1,
                "--capture-dir "
                        + captureDir
                        + ": is of one replay, and needs one --device-memory");
        for (long operation : suspendAt) {
            require(operation >= 1, "--suspend-at " + operation + ": must be at least 1");
        }
        for (MemorySize size : deviceMemory) {
            require(
                    size.ofBytes(Long.MAX_VALUE) > 0,
                    "--device-memory " + size.text() + ": must be more than nothing");
        }
    }

    private ReplayOptions options(MemorySize size) {
        return new ReplayOptions(
                device,
                size,
                Optional.ofNullable(hostMemory),
                Optional.ofNullable(visible),
                linkBandwidth == null ? OptionalLong.empty() : OptionalLong.of(linkBandwidth),
                compute,
                timeScale,
                iterations,
                window,
                policy,
                chunkBytes == null ? OptionalLong.empty() : OptionalLong.of(chunkBytes),
                faults,
                seed,
                Optional.ofNullable(recorder),
                Optional.ofNullable(watchdog),
                Optional.ofNullable(captureDir),
                Set.copyOf(suspendAt));
    }
}
