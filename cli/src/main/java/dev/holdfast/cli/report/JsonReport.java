package dev.holdfast.cli.report;

import dev.holdfast.capturefile.WholeFile;
import dev.holdfast.cli.replay.CaptureReport;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.replay.ReplayReport;
import dev.holdfast.cli.replay.ReplayTiming;
import dev.holdfast.cli.replay.SkippedOp;
import dev.holdfast.cli.replay.Traffic;
import dev.holdfast.cli.replay.Verification;
import dev.holdfast.cli.trace.TraceFigures;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.unit.PlainText;
import dev.holdfast.sim.Violation;
import dev.holdfast.sim.shape.Mark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes reports for programs: one object, whatever became of the replay.
///
/// The file is looked at before anything runs, because an hour of replay that cannot be written
/// down is an hour lost, and is written at the end, whole.
public final class JsonReport {
    private static final String STANDARD_OUTPUT = "-";

    private final ObjectMapper json =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private final @Nullable Path file;
    private final @Nullable PrintWriter out;

    private JsonReport(@Nullable Path file, @Nullable PrintWriter out) {
        this.file = file;
        this.out = out;
    }

    /// Where `target` says: a file, `-` for standard output, nowhere if it is null.
    public static JsonReport to(@Nullable String target, PrintWriter out) throws InputException {
        if (target == null) {
            return new JsonReport(null, null);
        }
        if (target.equals(STANDARD_OUTPUT)) {
            return new JsonReport(null, out);
        }
        try {
            Path file = Path.of(target);
            Path folder = WholeFile.behindLinks(file).getParent();
            boolean writable =
                    Files.exists(file)
                            ? !Files.isDirectory(file) && Files.isWritable(file)
                            : folder != null
                                    && Files.isDirectory(folder)
                                    && Files.isWritable(folder);
            if (!writable) {
                throw new InputException("--json " + target + ": cannot be written");
            }
            return new JsonReport(file, null);
        } catch (IOException failed) {
            throw new InputException(
                    "--json " + target + ": cannot be written: " + WholeFile.reason(failed),
                    failed);
        } catch (InvalidPathException noPath) {
            throw new InputException("--json " + target + ": is not the name of a file", noPath);
        }
    }

    /// The file, if it goes into one.
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /// True if the JSON goes to standard output, where nothing else may go then.
    public boolean isStandardOutput() {
        return out != null;
    }

    /// Writes one replay.
    public void write(ReplayReport report) throws InputException {
        emit(object(report));
    }

    /// Writes several replays of one trace.
    public void write(List<ReplayReport> curve) throws InputException {
        ObjectNode all = json.createObjectNode();
        all.put("trace", curve.getFirst().figures().name());
        ArrayNode rows = all.putArray("curve");
        curve.forEach(report -> rows.add(object(report)));
        emit(all);
    }

    /// Writes what can be said without running.
    public void write(DryRun dryRun) throws InputException {
        ObjectNode all = json.createObjectNode();
        trace(all, dryRun.figures());
        ArrayNode rows = all.putArray("memory");
        for (DryRun.Row row : dryRun.rows()) {
            ObjectNode each = rows.addObject();
            each.put("deviceBytes", row.deviceBytes());
            each.put("fits", row.obstacle().isEmpty());
            each.put("optimalBytesToDevice", row.optimalBytesToDevice());
            each.put("refetchedBytes", row.refetchedBytes());
            each.put("refetchedBytesLru", row.refetchedBytesLru());
        }
        emit(all);
    }

    /// Writes a run of the simulator.
    public void write(SimRun run) throws InputException {
        emit(object(run));
    }

    /// Writes several, as `runs`.
    public void writeRuns(List<SimRun> several) throws InputException {
        ObjectNode node = json.createObjectNode();
        ArrayNode runs = node.putArray("runs");
        several.forEach(run -> runs.add(object(run)));
        emit(node);
    }

    private ObjectNode object(SimRun run) {
        ObjectNode node = json.createObjectNode();
        node.put("seed", run.seed());
        node.put("steps", run.report().steps());
        node.put("episodes", run.report().episodes());
        node.put("digest", run.report().digest());
        node.put("wallNanos", run.wallNanos());
        node.put("stepsPerSecond", run.stepsPerSecond());
        ObjectNode marks = node.putObject("marks");
        for (Mark mark : Mark.values()) {
            marks.put(mark.text(), run.report().marks().count(mark));
        }
        if (run.violation().isEmpty()) {
            node.putNull("violation");
        } else {
            Violation broken = run.violation().get();
            ObjectNode violation = node.putObject("violation");
            violation.put("promise", broken.promise());
            violation.put("seed", broken.seed());
            violation.put("step", broken.step());
            violation.put("message", broken.message());
            violation.put("shape", broken.shape().toString());
            violation.put("command", broken.command());
        }
        return node;
    }

    private ObjectNode object(ReplayReport report) {
        ObjectNode node = json.createObjectNode();
        trace(node, report.figures());
        options(node, report);
        timing(node, report.timing());
        traffic(node, report);
        verification(node, report.verification());
        node.put("captures", report.captures().size());
        ArrayNode captured = node.putArray("captured");
        report.captures().forEach(each -> capture(captured.addObject(), each));
        node.put("suspends", report.suspends().done());
        node.put("suspendedBytes", report.suspends().bytes());
        node.put("suspendsRefused", report.suspends().refused().size());
        node.put("leaks", report.leaks().size());
        node.put("digest", report.verification().digest());
        node.put("verified", report.isGood());
        ArrayNode warnings = node.putArray("warnings");
        report.warnings().forEach(warnings::add);
        ArrayNode leaked = node.putArray("leaked");
        report.leaks().forEach(leaked::add);
        return node;
    }

    private static void capture(ObjectNode node, CaptureReport capture) {
        node.put("file", capture.file());
        node.put("trigger", capture.trigger());
        node.put("op", capture.op());
        node.put("client", capture.client());
        node.put("objects", capture.objects());
        node.put("moved", capture.moved());
        node.put("reads", capture.reads());
        node.put("words", capture.words());
        node.put("wrongWords", capture.wrongWords());
    }

    private static void trace(ObjectNode node, TraceFigures figures) {
        node.put("trace", figures.name());
        node.put("ops", figures.ops());
        node.put("buffers", figures.buffers());
        node.put("peakLiveBytes", figures.peakLiveBytes());
        node.put("largestOpBytes", figures.largestOpBytes());
        node.put("traceNanos", figures.totalNanos());
    }

    private static void options(ObjectNode node, ReplayReport report) {
        node.put("device", report.options().device());
        node.put("seed", report.options().seed());
        node.put("clients", report.clients());
        node.put("iterations", report.options().iterations());
        node.put("window", report.options().window());
        node.put("policy", report.options().policy().name().toLowerCase(java.util.Locale.ROOT));
        ArrayNode faults = node.putArray("faults");
        for (FaultSpec fault : report.options().faults()) {
            faults.add(FaultText.of(fault));
        }
        node.put("deviceBytes", report.deviceBytes());
        node.put("neededBytes", report.neededBytes());
        node.put("peakDeviceBytes", report.peakDeviceBytes());
        node.put("hostBytes", report.hostBytes());
    }

    private static void timing(ObjectNode node, ReplayTiming timing) {
        putIfKnown(node, "wallNanos", timing.wallNanos());
        node.put("cpuNanos", timing.cpuNanos());
        putIfKnown(node, "computeNanos", timing.computeNanos());
        putIfKnown(node, "stallNanos", timing.stallNanos());
        putIfKnown(node, "submitNanosP50", timing.submitNanosP50());
        putIfKnown(node, "submitNanosP99", timing.submitNanosP99());
    }

    private static void putIfKnown(ObjectNode node, String name, OptionalLong value) {
        if (value.isPresent()) {
            node.put(name, value.getAsLong());
        } else {
            node.putNull(name);
        }
    }

    private static void traffic(ObjectNode node, ReplayReport report) {
        Traffic traffic = report.traffic();
        node.put("bytesToDevice", traffic.bytesToDevice());
        node.put("bytesToHost", traffic.bytesToHost());
        node.put("bytesCleared", traffic.bytesCleared());
        node.put("evictions", traffic.evictions());
        node.put("cleanDrops", traffic.cleanDrops());
        if (report.optimalBytesToDevice().isPresent()) {
            node.put("optimalBytesToDevice", report.optimalBytesToDevice().getAsLong());
        } else {
            node.putNull("optimalBytesToDevice");
        }
        node.put("faultsInjected", report.faultsInjected());
        node.put("copiesRepairedByHost", traffic.copiesRepairedByHost());
        node.put("copiesRepairedByQueue", traffic.copiesRepairedByQueue());
        node.put("copiesLost", traffic.copiesLost());
        node.put("resets", traffic.resets());
    }

    private static void verification(ObjectNode node, Verification found) {
        node.put("reads", found.reads());
        node.put("verifiedReads", found.verifiedReads());
        node.put("verifiedBytes", found.verifiedBytes());
        node.put("skippedReads", found.skippedReads());
        node.put("unreadableAtEnd", found.unreadableAtEnd());
        node.put("mismatchedReads", found.mismatchedReads());
        node.put("foreignReads", found.foreignReads());
        node.put("staleWords", found.staleWords());
        node.put("foreignWords", found.foreignWords());
        node.put("garbageWords", found.garbageWords());
        node.put("refusals", found.refusals());
        ArrayNode skips = node.putArray("skips");
        for (SkippedOp skip : found.skips()) {
            ObjectNode each = skips.addObject();
            each.put("client", skip.client());
            each.put("op", skip.op());
            each.put("iteration", skip.iteration());
            each.put("reads", skip.reads());
            each.put("fault", skip.fault());
        }
        ArrayNode wrong = node.putArray("wrongWords");
        found.wrongWords().forEach(wrong::add);
    }

    private void emit(ObjectNode node) throws InputException {
        String text = PlainText.ofJson(json.writeValueAsString(node) + "\n");
        if (out != null) {
            out.print(text);
            out.flush();
        } else if (file != null) {
            try {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                WholeFile.replace(file, target -> target.write(bytes));
            } catch (IOException failed) {
                throw new InputException(
                        "--json " + file + ": cannot be written: " + WholeFile.reason(failed),
                        failed);
            }
        }
    }
}
