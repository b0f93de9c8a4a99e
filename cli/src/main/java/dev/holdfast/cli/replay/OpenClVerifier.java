package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceAccess;
import dev.holdfast.cli.trace.TraceOp;
import dev.holdfast.device.Device;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Dispatch.Slot;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Verifies by a kernel in OpenCL C (`verify.cl`), run once for each buffer of an operation. What
/// it finds it leaves in [Reports].
final class OpenClVerifier implements Verifier {
    /// Work items of the only work group, where a group can have so many; else a half, a quarter…
    private static final long LARGEST_GROUP = 64;

    private final Trace trace;
    private final WordJudge judge;
    private final WorkingSet buffers;
    private final Tally tally;
    private final boolean captured;
    private final int window;
    private final int mostUses;
    private final long largestBytes;
    private final String options;
    private Sized kernel;
    private final Map<Client, Reports> reports = new LinkedHashMap<>();

    /// By operation: while one waits for room in its client's window, others get theirs.
    private final Map<Long, Report> expected = new HashMap<>();

    /// Compiles the kernel for `device`.
    ///
    /// @param window how many operations a client has under way, and so how many reports
    /// @param largestBytes what no object may exceed
    /// @param captured whether everything that an operation uses belongs in a capture
    OpenClVerifier(
            Device device,
            WordJudge judge,
            WorkingSet buffers,
            Tally tally,
            int window,
            long largestBytes,
            boolean captured) {
        this.trace = judge.trace();
        this.judge = judge;
        this.buffers = buffers;
        this.tally = tally;
        this.window = window;
        this.captured = captured;
        this.mostUses = Need.mostUses(trace);
        this.largestBytes = largestBytes;
        WordPattern pattern = judge.pattern();
        this.options =
                "-DBUFFERS=%dUL -DVERSION_BITS=%d -DINDEX_BITS=%d"
                        .formatted(pattern.buffers(), pattern.versionBits(), pattern.indexBits());
        this.kernel = load(device);
    }

    @Override
    public String obstacle() {
        long ownBytes = Math.max(Report.sizeBytes(mostUses), Reports.tableBytes(trace));
        return ownBytes <= largestBytes
                ? ""
                : "what kernels leave for verifying takes %s in one object, and %s is the most"
                        .formatted(Bytes.format(ownBytes), Bytes.format(largestBytes));
    }

    @Override
    public void changeDevice(Device device) {
        kernel = load(device);
    }

    /// A kernel, and how many work items it is run by.
    private record Sized(Kernel kernel, long group) {}

    /// With as large a group as `device` has for this very kernel. The digest does not depend on
    /// it.
    private Sized load(Device device) {
        for (long group = LARGEST_GROUP; ; group /= 2) {
            try {
                String sized = options + " -DGROUP=" + group;
                Kernel loaded = device.load(new KernelCode.InOpenClC("verify", source(), sized));
                loaded.check(nothing(group));
                return new Sized(loaded, group);
            } catch (IllegalArgumentException tooLarge) {
                if (group == 1) {
                    throw tooLarge;
                }
            }
        }
    }

    private static String source() {
        try (InputStream source = OpenClVerifier.class.getResourceAsStream("verify.cl")) {
            return new String(
                    Objects.requireNonNull(source).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Work work(Client client, TraceOp traced, ReplayOp op) throws InterruptedException {
        Reports owned =
                reports.computeIfAbsent(
                        client, each -> new Reports(each, judge, tally, window, mostUses));
        Report report = owned.next();
        // of an operation that was refused nothing is heard any more
        expected.values().remove(report);
        expected.put(op.number(), report);
        List<ReadOfOp> reads = new ArrayList<>();
        for (int position = 0; position < traced.uses().size(); position++) {
            if (traced.accessAt(position).reads()) {
                int buffer = traced.uses().at(position);
                reads.add(new ReadOfOp(position, buffer, buffers.identity(buffer)));
            }
        }
        report.expect(op, reads);
        // a capture is held against the trace by the number of the operation
        Work work = Work.dispatched(traced.name(), kernel.kernel(), runs(traced), op.number());
        Verifier.withUses(work, client, traced, buffers, captured);
        return work.overwrites(report.handle()).reads(owned.sizes());
    }

    /// One run for each buffer; one that looks at nothing, for an operation without any.
    private List<Dispatch> runs(TraceOp traced) {
        int uses = traced.uses().size();
        List<Dispatch> runs = new ArrayList<>();
        for (int position = 0; position < uses; position++) {
            int buffer = traced.uses().at(position);
            TraceAccess access = traced.accessAt(position);
            long reads = access.reads() ? buffers.identity(buffer) : VerifyKernel.NONE;
            long writes = access.writes() ? buffers.nextIdentity(buffer) : VerifyKernel.NONE;
            runs.add(
                    run(
                            kernel.group(),
                            position,
                            Slot.Scalar.of(trace.sizeBytes(buffer)),
                            Slot.Scalar.of((long) buffer),
                            Slot.Scalar.of(reads),
                            Slot.Scalar.of(writes),
                            Slot.Scalar.of(tileWords(traced)),
                            position,
                            uses));
        }
        if (runs.isEmpty()) {
            runs.add(nothing(kernel.group()));
        }
        return runs;
    }

    /// A run that looks at nothing.
    private Dispatch nothing(long group) {
        var none = Slot.Scalar.of(VerifyKernel.NONE);
        var zero = Slot.Scalar.of(0L);
        return run(group, 0, zero, zero, none, none, Slot.Scalar.of(1L), 0, 0);
    }

    /// As `verify.cl` declares its parameters. Behind the operation's buffers come its report and
    /// the sizes of all buffers.
    private Dispatch run(
            long group,
            int argument,
            Slot sizeBytes,
            Slot buffer,
            Slot reads,
            Slot writes,
            Slot tileWords,
            long slot,
            int uses) {
        return new Dispatch(
                List.of(group),
                List.of(group),
                List.of(
                        new Slot.Argument(argument),
                        sizeBytes,
                        buffer,
                        reads,
                        writes,
                        tileWords,
                        new Slot.Argument(uses),
                        Slot.Scalar.of(slot),
                        Slot.Scalar.of((long) Math.max(1, mostUses)),
                        new Slot.Argument(uses + 1)));
    }

    /// As [ContentCheck] takes it: the digest depends on it.
    private long tileWords(TraceOp traced) {
        long largestBytes = 0;
        for (int position = 0; position < traced.uses().size(); position++) {
            long sizeBytes = trace.sizeBytes(traced.uses().at(position));
            largestBytes = Math.max(largestBytes, sizeBytes);
        }
        return Math.clamp(largestBytes / Long.BYTES, 1, ContentCheck.TILE_WORDS);
    }

    @Override
    public void submitted(ReplayOp op, Fence result) {
        Objects.requireNonNull(expected.remove(op.number())).follow(result);
        if (!result.onSettled(settled -> tally.ended(op))) {
            tally.ended(op);
        }
    }

    @Override
    public void finish() throws InterruptedException {
        for (Reports each : reports.values()) {
            each.collect();
        }
    }
}
