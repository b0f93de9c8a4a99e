package dev.holdfast.examples;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceChoice;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.faulty.FaultyDevice;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import java.util.List;
import java.util.ServiceLoader;

/// A device, a manager of its memory, and the threads of both: opened in this order, closed in the
/// other.
final class Session implements AutoCloseable {
    private final PlatformWorkers workers;
    private final Device device;
    private final MemoryManager manager;

    private Session(PlatformWorkers workers, Device device, MemoryOptions options) {
        this.workers = workers;
        this.device = device;
        this.manager = MemoryManager.open(device, workers, options);
    }

    /// Opens a device with that much memory, of which and of the host's no more is used.
    static Session open(String name, long deviceBytes, long hostBytes) {
        var workers = new PlatformWorkers("example");
        Device device = device(name, DeviceOptions.of(deviceBytes, hostBytes), workers);
        return new Session(workers, device, MemoryOptions.defaults());
    }

    /// The same with faults to come, and other options.
    static Session open(
            String name,
            long deviceBytes,
            long hostBytes,
            FaultPlan faults,
            MemoryOptions options) {
        var workers = new PlatformWorkers("example");
        Device device = device(name, DeviceOptions.of(deviceBytes, hostBytes), workers);
        return new Session(workers, new FaultyDevice(device, faults, workers), options);
    }

    /// Backends are found on the module path: which there are is a matter of what is deployed.
    private static Device device(String name, DeviceOptions options, PlatformWorkers workers) {
        return devices().named(name).open(options, workers);
    }

    /// What there is here to choose from.
    static DeviceChoice devices() {
        return new DeviceChoice(ServiceLoader.load(DeviceProvider.class));
    }

    /// Which device an example's arguments ask for.
    static String deviceOf(String... arguments) {
        return valueOf("--device", "soft", arguments);
    }

    /// What follows `option` among an example's arguments; `otherwise` if nothing does.
    static String valueOf(String option, String otherwise, String... arguments) {
        int at = List.of(arguments).indexOf(option);
        return at >= 0 && at + 1 < arguments.length ? arguments[at + 1] : otherwise;
    }

    Device device() {
        return device;
    }

    MemoryManager manager() {
        return manager;
    }

    /// Which of an example's two kernels is the one to load.
    boolean speaksOpenCl() {
        return device.info().kernelLanguage().equals("opencl-c");
    }

    @Override
    public void close() {
        manager.close();
        device.close();
        workers.close();
    }
}
