package dev.holdfast.cli;

import static dev.holdfast.cli.TraceChoice.require;

import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.replay.Progress;
import dev.holdfast.cli.report.JsonReport;
import dev.holdfast.cli.report.Lines;
import dev.holdfast.cli.report.ProgressLine;
import dev.holdfast.cli.report.SimRun;
import dev.holdfast.mutants.Checkout;
import dev.holdfast.mutants.Simulation;
import dev.holdfast.sim.Sim;
import dev.holdfast.sim.SimReport;
import dev.holdfast.sim.Violation;
import dev.holdfast.sim.shape.Shape;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `holdfast sim`.
@Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Runs the manager on one thread in virtual time, with faults, beside an oracle"
                        + " that knows every word.",
        footer = {
            "",
            "A violation is made smaller and printed with the command that shows it again.",
            "Exit status: 0 if every promise was kept, 1 if not, 2 if it could not run."
        })
final class SimCommand implements Callable<Integer> {
    /// How many steps it may take to make a violation smaller.
    private static final long SHRINKING_STEPS = 3_000_000;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Changes of state, over as many episodes as it takes (default: 1000000).")
    private long steps = 1_000_000;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "What everything follows from (default: 0).")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "So many runs, with that seed and the ones after it; a violation ends its own"
                            + " run only (default: 1).")
    private int seeds = 1;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Begin no further episode after so many seconds, however many steps are left"
                            + " (default: 0, no limit).")
    private long seconds;

    @Option(
            names = "--episode",
            paramLabel = "S",
            description = "Only the one episode that has this seed of its own.")
    private @Nullable Long episode;

    @Option(
            names = "--shape",
            paramLabel = "KEY=VALUE,…",
            description = "What of that episode is not as its seed draws it.")
    private @Nullable String shape;

    @Option(names = "--log", description = "Print what happens in that episode, line by line.")
    private boolean log;

    @Option(
            names = "--no-shrink",
            description = "Print a violation as it was found, without looking for a smaller one.")
    private boolean noShrink;

    @Option(
            names = "--everything",
            description = {
                "Clients use the whole public API, and drivers throw. Newer than the rest: some",
                "findings are open. Mutants are always run so."
            })
    private boolean everything;

    @Option(
            names = "--list-mutants",
            description = "Print what can be removed from the code: from a checkout.")
    private boolean listMutants;

    @Option(
            names = "--mutant",
            paramLabel = "NAME",
            description = "Run the code without that protection, from a checkout.")
    private @Nullable String mutant;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write everything that was found to FILE; - is standard output.")
    private @Nullable String json;

    @Override
    public Integer call() throws InputException, InterruptedException {
        require(steps >= 1, "--steps " + steps + ": must be at least 1");
        require(seeds >= 1, "--seeds " + seeds + ": must be at least 1");
        require(seconds >= 0, "--seconds " + seconds + ": must not be below 0");
        require(seconds == 0 || seeds == 1, "--seconds is for one run: not with --seeds");
        require(seeds == 1 || episode == null, "--episode is one run: not with --seeds");
        MutantRuns mutants =
                new MutantRuns(Checkout.here(), new Lines(spec.commandLine().getOut()));
        if (listMutants) {
            return mutants.list();
        }
        if (mutant != null) {
            require(json == null, "--mutant writes no --json");
            return mutants.look(mutant, seed, seeds, Simulation.of(steps));
        }
        require(episode != null || shape == null, "--shape needs --episode");
        require(episode != null || !log, "--log needs --episode");
        JsonReport output = JsonReport.to(json, spec.commandLine().getOut());
        PrintWriter out =
                output.isStandardOutput()
                        ? new PrintWriter(Writer.nullWriter())
                        : spec.commandLine().getOut();
        if (seeds > 1) {
            return runAll(output, out);
        }
        SimRun run = episode == null ? run(output) : play(episode, out);
        run.print(out);
        output.write(run);
        return run.violation().isEmpty() ? 0 : 1;
    }

    private Sim opened() {
        return everything ? Sim.open().ofEverything() : Sim.open();
    }

    /// Run after run, none of them made smaller.
    private int runAll(JsonReport output, PrintWriter out) throws InputException {
        Sim sim = opened();
        List<SimRun> runs = new ArrayList<>();
        for (long each = seed; each < seed + seeds; each++) {
            long began = System.nanoTime();
            SimReport report = sim.run(each, steps, done -> {});
            SimRun run = new SimRun(each, report, System.nanoTime() - began, report.violation());
            runs.add(run);
            if (!run.printLine(out)) {
                break;
            }
        }
        output.writeRuns(runs);
        return runs.stream().allMatch(run -> run.violation().isEmpty()) ? 0 : 1;
    }

    private SimRun run(JsonReport output) {
        Sim sim = opened();
        Progress progress =
                output.isStandardOutput()
                        ? Progress.NONE
                        : ProgressLine.on(spec.commandLine().getErr());
        AtomicLong done = new AtomicLong();
        long began = System.nanoTime();
        SimReport report;
        long wallNanos;
        Optional<Violation> violation;
        try (var _ =
                progress.begin("simulating", () -> Progress.Status.of(done.get(), steps, "step"))) {
            BooleanSupplier going =
                    () -> seconds == 0 || System.nanoTime() - began < seconds * 1_000_000_000L;
            report = sim.run(seed, steps, going, done::set);
            wallNanos = System.nanoTime() - began;
            violation = report.violation();
            if (!noShrink) {
                violation = violation.map(found -> sim.shrink(found, SHRINKING_STEPS));
            }
        }
        return new SimRun(seed, report, wallNanos, violation);
    }

    private SimRun play(long own, PrintWriter out) throws InputException {
        Sim sim = opened();
        Shape played = shaped(sim.shape(own));
        long began = System.nanoTime();
        Lines lines = new Lines(out);
        SimReport report = log ? sim.play(own, played, lines::line) : sim.play(own, played);
        return new SimRun(own, report, System.nanoTime() - began, report.violation());
    }

    private Shape shaped(Shape drawn) throws InputException {
        try {
            return shape == null ? drawn : drawn.overriddenBy(shape);
        } catch (IllegalArgumentException wrong) {
            throw new InputException("--shape " + shape + ": " + wrong.getMessage(), wrong);
        }
    }
}
