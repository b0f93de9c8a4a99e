package dev.holdfast.cli.replay;

import com.sun.management.OperatingSystemMXBean;
import dev.holdfast.cli.optimum.FurthestNextUse;
import dev.holdfast.cli.optimum.NeverFits;
import dev.holdfast.cli.optimum.TrafficOutcome;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceFigures;
import dev.holdfast.cli.trace.TraceOp;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.SpaceUsage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Runs a trace on a device with real bytes and verifies every word of it.
///
/// One thread submits for all clients; the manager and the device do the rest behind it. With more
/// than one iteration the first warms up: the device falls idle after it, and the figures are those
/// of the others.
public final class Replay {
    private final Trace trace;
    private final TraceFigures figures;
    private final ReplayOptions options;
    private final Tenancy tenancy;
    private final Rig rig;
    private final Tally tally = new Tally();
    private final Latencies latencies = new Latencies();
    private final ContentCheck content;
    private final WorkingSet buffers;
    private final Verifier verifier;
    private final CaptureCheck captureCheck;
    private final Optional<CaptureFolder> captureFolder;
    private final List<ReplayClient> clients = new ArrayList<>();

    private Replay(Trace trace, TraceFigures figures, ReplayOptions options, Rig rig)
            throws InputException {
        this.trace = trace;
        this.figures = figures;
        this.options = options;
        this.rig = rig;
        this.tenancy = Tenancy.of(trace);
        WordPattern pattern =
                WordPattern.of(Math.max(1, trace.buffers().size()), versions(trace, options));
        this.captureCheck = new CaptureCheck(trace, tenancy, pattern);
        this.captureFolder =
                options.captures().isPresent()
                        ? Optional.of(new CaptureFolder(options.captures().get()))
                        : Optional.empty();
        WordJudge judge = new WordJudge(trace, pattern);
        this.content =
                new ContentCheck(judge, WordPattern.ramp(ContentCheck.TILE_WORDS), Long.MAX_VALUE);
        List<Client> owners = tenancy.names().stream().map(rig.manager()::client).toList();
        this.buffers =
                new WorkingSet(
                        trace,
                        pattern,
                        content,
                        Arrays.stream(tenancy.ownerOf()).mapToObj(owners::get).toList(),
                        tenancy.shared(),
                        rig.largestObjectBytes());
        this.verifier = verifier(judge);
        double nanosFactor = options.compute() == Compute.SLEEP ? options.timeScale() : 0;
        var shared =
                new ReplayClient.Submitting(
                        trace, buffers, verifier, tally, latencies, nanosFactor);
        for (int i = 0; i < owners.size(); i++) {
            clients.add(new ReplayClient(i, owners.get(i), shared));
        }
    }

    private Verifier verifier(WordJudge judge) {
        boolean captured = options.captures().isPresent();
        return rig.speaksOpenCl()
                ? new OpenClVerifier(
                        rig.device(),
                        judge,
                        buffers,
                        tally,
                        options.window(),
                        rig.largestObjectBytes(),
                        captured)
                : new JavaVerifier(rig.device(), judge, buffers, tally, captured);
    }

    /// Runs `trace` so and reports. Throws if `options` ask for what cannot be.
    public static ReplayReport run(Trace trace, ReplayOptions options, Progress progress)
            throws InputException, InterruptedException {
        TraceFigures figures = TraceFigures.of(trace);
        try (Rig rig = Rig.open(options, trace, figures)) {
            Replay replay = new Replay(trace, figures, options, rig);
            try (var _ = progress.begin(trace.name(), replay::status)) {
                return replay.run();
            }
        }
    }

    private ReplayReport run() throws InputException, InterruptedException {
        for (int buffer = 0; buffer < trace.buffers().size(); buffer++) {
            if (trace.buffer(buffer).initial()) {
                buffers.open(buffer);
            }
        }
        int firstCounted = options.iterations() > 1 ? 1 : 0;
        Traffic before = Traffic.of(rig.manager().counters());
        long beganNanos = System.nanoTime();
        long cpuFromNanos = cpuNanos();
        for (int iteration = 0; iteration < options.iterations(); iteration++) {
            if (iteration == firstCounted) {
                before = Traffic.of(rig.manager().counters());
                cpuFromNanos = cpuNanos();
            }
            iterate(iteration, iteration >= firstCounted);
        }
        drain();
        Traffic traffic = Traffic.of(rig.manager().counters()).since(before);
        long cpuNanos = cpuNanos() - cpuFromNanos;
        // the device is not let run dry between iterations: the counted ones begin where the last
        // of the others has ended
        long fromNanos =
                firstCounted == 0 ? beganNanos : tally.lastUncountedNanos().orElse(beganNanos);
        OptionalLong lastNanos = tally.lastSettledNanos();
        OptionalLong wallNanos =
                lastNanos.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(0, lastNanos.getAsLong() - fromNanos));
        List<CaptureReport> captures = takeCaptures();
        readBack();
        var timing =
                new ReplayTiming(
                        wallNanos,
                        cpuNanos,
                        rig.speaksOpenCl() || wallNanos.isEmpty()
                                ? OptionalLong.empty()
                                : OptionalLong.of(tally.computeNanos()),
                        latencies.percentile(0.5),
                        latencies.percentile(0.99));
        return report(timing, traffic, options.iterations() - firstCounted, captures);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /// The first capture is kept until it is taken, so there is one at most.
    private List<CaptureReport> takeCaptures() {
        if (captureFolder.isEmpty()) {
            return List.of();
        }
        Optional<Capture> capture = rig.manager().takeCapture();
        if (capture.isEmpty()) {
            return List.of();
        }
        Optional<Path> file = captureFolder.get().add(capture.get());
        return file.map(written -> captureCheck.check(capture.get(), written.toString())).stream()
                .toList();
    }

    private ReplayReport report(
            ReplayTiming timing, Traffic traffic, int counted, List<CaptureReport> captures)
            throws InterruptedException {
        long deviceBytes = rig.deviceBytes();
        long hostBytes = rig.hostBytes();
        long peakDeviceBytes = rig.peakDeviceBytes();
        List<String> leaks = rig.closeAndAudit();
        return new ReplayReport(
                figures,
                options,
                clients.size(),
                deviceBytes,
                hostBytes,
                rig.need().bytes(),
                peakDeviceBytes,
                optimalBytesToDevice(trace, deviceBytes, options.iterations()),
                rig.plan().injected(),
                timing,
                traffic,
                tally.verification(Math.multiplyExact(figures.reads(), counted)),
                captures,
                rig.suspends(),
                captureFolder.map(CaptureFolder::lost).orElse(List.of()),
                leaks);
    }

    /// What furthest-next-use moves to the device in the iterations that count.
    public static OptionalLong optimalBytesToDevice(Trace trace, long deviceBytes, int iterations) {
        TrafficOutcome outcome = new FurthestNextUse().run(trace, deviceBytes, iterations);
        return outcome instanceof NeverFits
                ? OptionalLong.empty()
                : OptionalLong.of(outcome.orThrow().bytesToDeviceFrom(iterations > 1 ? 1 : 0));
    }

    /// The order of the trace, but who has no room in its window is passed over. Where clients
    /// share buffers the order says who sees whose content, so then it is kept.
    private void iterate(int iteration, boolean counted)
            throws InputException, InterruptedException {
        for (int op = 0; op < trace.ops().size(); op++) {
            if (options.suspendAt().contains((long) iteration * trace.ops().size() + op + 1)) {
                changeDevice();
            }
            ReplayClient client = clients.get(tenancy.clientOf()[op]);
            client.enqueue(op, iteration, counted);
            for (ReplayClient each : clients) {
                each.advance();
            }
            while ((!tenancy.shared().isEmpty() && !client.isThrough())
                    || clients.stream().allMatch(ReplayClient::isBlocked)) {
                client.awaitRoom();
                client.advance();
            }
        }
        for (ReplayClient client : clients) {
            while (!client.isThrough()) {
                client.awaitRoom();
                client.advance();
            }
        }
    }

    /// Kernels belong to a device: they are loaded anew.
    private void changeDevice() throws InputException, InterruptedException {
        if (rig.changeDevice()) {
            verifier.changeDevice(rig.device());
            for (ReplayClient client : clients) {
                client.prepareAgain();
            }
        }
    }

    private void drain() throws InterruptedException {
        rig.manager().awaitIdle();
        verifier.finish();
        // fences have settled; their callbacks take microseconds more
        tally.awaitSettled();
    }

    /// Verifies what is in every buffer that there is at the end, and closes it.
    private void readBack() throws InterruptedException {
        for (int buffer : buffers.open()) {
            String missing = buffers.missing(buffer);
            Client owner = buffers.owner(buffer);
            BufferHandle handle = buffers.handle(owner, buffer);
            if (!missing.isEmpty()) {
                tally.unreadable(owner.name(), handle.name(), missing);
            } else {
                switch (handle.map(Access.READ)) {
                    case MapOutcome.Mapped(HostMapping mapping) -> {
                        try (mapping) {
                            var found = new Content.OfMapping(mapping.segment());
                            tally.readBack(
                                    buffer, content.check(found, buffer, buffers.identity(buffer)));
                        }
                    }
                    case MapOutcome.Refused(var reason) ->
                            tally.unreadable(owner.name(), handle.name(), reason.message());
                }
            }
            buffers.close(buffer);
        }
    }

    private Progress.Status status() {
        MemoryManager manager = rig.manager();
        SpaceUsage usage = manager.deviceUsage();
        long opsInAll = (long) trace.ops().size() * options.iterations();
        return new Progress.Status(
                tally.settledOps(), opsInAll, usage.sizeBytes() - usage.freeBytes());
    }

    /// The most versions that a buffer can have: one for each write, and for each upload.
    private static long versions(Trace trace, ReplayOptions options) {
        long[] writes = new long[trace.buffers().size()];
        for (TraceOp op : trace.ops()) {
            op.writes().stream().forEach(buffer -> writes[buffer]++);
        }
        long most = Arrays.stream(writes).max().orElse(0);
        return Math.multiplyExact(most + 1, options.iterations());
    }
}
