package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceFigures;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.faulty.FaultyDevice;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.work.SuspendLimits;
import dev.holdfast.memory.work.SuspendOutcome;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A device and a manager on it, for one replay. Closed in the opposite order, and whatever is
/// still held then is a leak.
final class Rig implements AutoCloseable {
    /// What backends give out memory in, at least.
    private static final long GRANULE_BYTES = 4096;

    private static final String JAVA = "java";
    static final String OPENCL_C = "opencl-c";

    private final PlatformWorkers workers;
    private final Source source;
    private final FaultPlan plan;
    private final Need need;
    private final MemoryManager manager;
    private Device device;
    private long peakDeviceBytes;
    private Suspends suspends = Suspends.NONE;
    private boolean closed;

    /// Where devices come from, each like the one before.
    private record Source(
            DeviceProvider provider, DeviceOptions sizes, FaultPlan plan, PlatformWorkers workers) {
        Device open() throws InputException {
            try {
                return decorate(provider.open(sizes, workers), plan, workers);
            } catch (ArithmeticException | OutOfMemoryError tooLarge) {
                throw new InputException(
                        "device \"%s\" cannot have %s of device and %s of host memory here"
                                .formatted(
                                        provider.name(),
                                        Bytes.format(sizes.deviceBytes()),
                                        Bytes.format(sizes.hostBytes())),
                        tooLarge);
            }
        }
    }

    private Rig(PlatformWorkers workers, Opened opened, FaultPlan plan, MemoryManager manager) {
        this.workers = workers;
        this.device = opened.device;
        this.source = opened.source;
        this.need = opened.need;
        this.plan = plan;
        this.manager = manager;
    }

    /// A device that is open, where it is from, and what 100 % of its memory is.
    private record Opened(Source source, Device device, Need need) {}

    /// A rig for `trace`, which has these figures.
    static Rig open(ReplayOptions options, Trace trace, TraceFigures figures)
            throws InputException {
        DeviceProvider provider = new Backends().named(options.device());
        FaultPlan plan = FaultPlan.of(options.seed(), endable(options));
        PlatformWorkers workers = new PlatformWorkers("holdfast");
        Device device = null;
        boolean opened = false;
        try {
            Opened fitting = openFitting(provider, options, trace, figures, plan, workers);
            device = fitting.device;
            checkLanguage(options, device.info().kernelLanguage());
            var manager = MemoryManager.open(device, workers, memoryOptions(options, plan));
            Rig rig = new Rig(workers, fitting, plan, manager);
            device = null;
            opened = true;
            return rig;
        } catch (UncheckedIOException recorder) {
            throw new InputException("--recorder: " + recorder.getMessage(), recorder);
        } catch (IllegalArgumentException refused) {
            throw new InputException(
                    "device \"%s\": %s".formatted(options.device(), refused.getMessage()), refused);
        } catch (ArithmeticException tooLarge) {
            throw new InputException(
                    "%s takes more memory than there can be: add --scale, or --dry-run"
                            .formatted(figures.name()),
                    tooLarge);
        } finally {
            if (device != null) {
                device.close();
            }
            if (!opened) {
                workers.close();
            }
        }
    }

    /// Opens a device of the size that is asked for. Only one that is open says in which units it
    /// gives memory out, and so what 100 % is: if that is not what was expected, it is opened anew.
    private static Opened openFitting(
            DeviceProvider provider,
            ReplayOptions options,
            Trace trace,
            TraceFigures figures,
            FaultPlan plan,
            PlatformWorkers workers)
            throws InputException {
        Need need = Need.expected(trace, options);
        Source source = new Source(provider, sizes(options, need.bytes()), plan, workers);
        if (options.device().equals(Footprint.EMBEDDED)) {
            Footprint.of(figures, source.sizes.deviceBytes()).check(figures.name());
        }
        Device device = source.open();
        Need real = Need.of(trace, options, device);
        if (real.equals(need)) {
            return new Opened(source, device, need);
        }
        device.close();
        Source fitting = new Source(provider, sizes(options, real.bytes()), plan, workers);
        return new Opened(fitting, fitting.open(), real);
    }

    private static void checkLanguage(ReplayOptions options, String language)
            throws InputException {
        if (!language.equals(JAVA) && !language.equals(OPENCL_C)) {
            throw new InputException(
                    "device \"%s\" runs kernels in %s, a replay has them in %s and %s"
                            .formatted(options.device(), language, JAVA, OPENCL_C));
        }
        if (options.compute() == Compute.SLEEP && !language.equals(JAVA)) {
            throw new InputException(
                    "--compute sleep: kernels on device \"%s\" take the time they take"
                            .formatted(options.device()));
        }
    }

    /// The faults, none of which a replay would wait for without end.
    private static List<FaultSpec> endable(ReplayOptions options) throws InputException {
        for (FaultSpec fault : options.faults()) {
            if (fault.action() instanceof FaultAction.Hang && options.limit().isZero()) {
                throw new InputException(
                        "--fault %s:hang without a watchdog: it would never end"
                                .formatted(fault.site().text()));
            }
        }
        return options.faults();
    }

    private static Device decorate(Device device, FaultPlan plan, PlatformWorkers workers)
            throws InputException {
        if (plan.isEmpty()) {
            return device;
        }
        boolean decorated = false;
        try {
            Device faulty = new FaultyDevice(device, plan, workers);
            decorated = true;
            return faulty;
        } finally {
            if (!decorated) {
                device.close();
            }
        }
    }

    private static DeviceOptions sizes(ReplayOptions options, long neededBytes)
            throws InputException {
        long deviceBytes = size("--device-memory", options.deviceMemory(), neededBytes);
        long enoughBytes = Bytes.sum(Math.multiplyExact(2, neededBytes), Bytes.mebi(64));
        Optional<MemorySize> asked = options.hostMemory();
        long hostBytes =
                asked.isPresent()
                        ? size("--host-memory", asked.get(), neededBytes)
                        : Bytes.roundUp(enoughBytes, GRANULE_BYTES);
        OptionalLong visible = OptionalLong.empty();
        if (options.visible().isPresent()) {
            MemorySize size = options.visible().get();
            long visibleBytes = Bytes.roundDown(size.ofBytes(deviceBytes), GRANULE_BYTES);
            if (visibleBytes > deviceBytes) {
                throw new InputException(
                        "--visible %s: more than the %s of device memory"
                                .formatted(size.text(), Bytes.format(deviceBytes)));
            }
            visible = OptionalLong.of(visibleBytes);
        }
        return new DeviceOptions(deviceBytes, hostBytes, visible, options.linkBytesPerSecond());
    }

    private static long size(String option, MemorySize size, long wholeBytes)
            throws InputException {
        long sizeBytes = size.ofBytes(wholeBytes);
        if (sizeBytes <= 0) {
            throw new InputException(option + " " + size.text() + ": must be more than nothing");
        }
        if (sizeBytes > Long.MAX_VALUE / 4) {
            throw new InputException(option + " " + size.text() + ": more than there can be");
        }
        return Bytes.roundUp(sizeBytes, GRANULE_BYTES);
    }

    private static MemoryOptions memoryOptions(ReplayOptions options, FaultPlan plan) {
        MemoryOptions memory =
                MemoryOptions.defaults()
                        .withWindow(options.window())
                        .withPolicy(options.policy())
                        .withFaults(plan)
                        .withWatchdog(options.limit());
        if (options.chunkBytes().isPresent()) {
            memory = memory.withChunkBytes(options.chunkBytes().getAsLong());
        }
        return options.recorder().map(memory::recordTo).orElse(memory);
    }

    Device device() {
        return device;
    }

    /// Which of the two kernels is to be loaded.
    boolean speaksOpenCl() {
        return device.info().kernelLanguage().equals(OPENCL_C);
    }

    /// Takes everything off the device, closes it, and goes on with a new one, of which kernels
    /// have to be loaded again. False if that was refused, and nothing has changed. Of a device
    /// that is lost, what can be saved is.
    boolean changeDevice() throws InputException, InterruptedException {
        SuspendOutcome outcome = manager.suspend();
        if (outcome instanceof SuspendOutcome.Refused(SuspendOutcome.Reason.DeviceLost lost)) {
            outcome = manager.salvage(SuspendLimits.NONE);
        }
        switch (outcome) {
            case SuspendOutcome.Refused(SuspendOutcome.Reason reason) -> {
                suspends = suspends.andRefused(reason.message());
                return false;
            }
            case SuspendOutcome.Suspended suspended -> {
                peakDeviceBytes = peakDeviceBytes();
                device.close();
                device = source.open();
                int bound = manager.resume(device).orThrow().bound();
                suspends = suspends.andDone(suspended.bytes(), suspended.lost(), bound);
                return true;
            }
        }
    }

    Suspends suspends() {
        return suspends;
    }

    /// How much of device memory was ever touched, of the device of which it was most.
    long peakDeviceBytes() {
        return Math.max(peakDeviceBytes, device.usage().peakDeviceBytes());
    }

    FaultPlan plan() {
        return plan;
    }

    MemoryManager manager() {
        return manager;
    }

    long deviceBytes() {
        return device.heaps().get(Device.DEVICE_HEAP).sizeBytes();
    }

    /// What no object may exceed.
    long largestObjectBytes() {
        return device.info().contiguousOnly()
                ? device.heaps().get(Device.DEVICE_HEAP).slabBytes()
                : Math.max(deviceBytes(), hostBytes());
    }

    /// What 100 % of device memory is.
    Need need() {
        return need;
    }

    long hostBytes() {
        return device.heaps().get(Device.HOST_HEAP).sizeBytes();
    }

    /// Closes everything and says what was left behind: nothing, if all is well.
    List<String> closeAndAudit() throws InterruptedException {
        manager.awaitIdle();
        List<String> leaks = new ArrayList<>(manager.audit(true));
        try {
            close();
        } catch (IllegalStateException left) {
            if (leaks.isEmpty()) {
                leaks.add(String.valueOf(left.getMessage()));
            }
        }
        return leaks;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Device last = device;
        try (workers;
                last) {
            manager.close();
        }
    }
}
