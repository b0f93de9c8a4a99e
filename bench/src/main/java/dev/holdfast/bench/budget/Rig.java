package dev.holdfast.bench.budget;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceChoice;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// An embedded device with real threads, a manager of its memory and one client.
final class Rig implements AutoCloseable {
    private static final int OBJECTS_A_LAUNCH = 100;
    private static final List<Dispatch> ONCE =
            List.of(new Dispatch(List.of(1L), List.of(), List.of()));

    private final PlatformWorkers workers = new PlatformWorkers("bench");
    private final Device device;
    private final MemoryManager manager;
    private final Client client;
    private final Kernel empty;

    Rig(long deviceBytes, long hostBytes) {
        this(deviceBytes, hostBytes, MemoryOptions.defaults());
    }

    Rig(long deviceBytes, long hostBytes, MemoryOptions options) {
        this("soft", deviceBytes, hostBytes, options);
    }

    /// One on a device of that name; its kernel does nothing, in the device's own language.
    static Rig on(String device, long deviceBytes, long hostBytes) {
        return on(device, deviceBytes, hostBytes, MemoryOptions.defaults());
    }

    /// As above, with a manager of these options.
    static Rig on(String device, long deviceBytes, long hostBytes, MemoryOptions options) {
        return new Rig(device, deviceBytes, hostBytes, options);
    }

    private Rig(String name, long deviceBytes, long hostBytes, MemoryOptions options) {
        device = open(name, DeviceOptions.of(deviceBytes, hostBytes), workers);
        manager = MemoryManager.open(device, workers, options);
        client = manager.client("bench");
        empty = empty(device);
    }

    /// The embedded device, as users find it.
    static Device open(DeviceOptions options, PlatformWorkers workers) {
        return open("soft", options, workers);
    }

    private static Device open(String name, DeviceOptions options, PlatformWorkers workers) {
        return new DeviceChoice(ServiceLoader.load(DeviceProvider.class))
                .named(name)
                .open(options, workers);
    }

    /// A kernel that does nothing.
    static Kernel empty(Device device) {
        return device.info().kernelLanguage().equals("java")
                ? device.load(new KernelCode.InJava("empty", (memory, scalars) -> {}))
                : device.load(new KernelCode.InOpenClC("empty", "kernel void empty() {}", ""));
    }

    /// Work that does nothing, with whatever objects are added to it: on OpenCL its kernel gets
    /// none of them.
    Work nothing() {
        return device.info().kernelLanguage().equals("java")
                ? Work.launch(empty)
                : Work.dispatched("nothing", empty, ONCE);
    }

    Device device() {
        return device;
    }

    MemoryManager manager() {
        return manager;
    }

    Client client() {
        return client;
    }

    Kernel empty() {
        return empty;
    }

    /// So many objects of one size.
    List<BufferHandle> create(int count, long sizeBytes) {
        List<BufferHandle> handles = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            handles.add(client.create("object", sizeBytes));
        }
        return handles;
    }

    /// Gives every one of them content, and with it a place in device memory.
    void overwrite(List<BufferHandle> handles) throws InterruptedException {
        for (int from = 0; from < handles.size(); from += OBJECTS_A_LAUNCH) {
            Work work = nothing();
            int to = Math.min(handles.size(), from + OBJECTS_A_LAUNCH);
            handles.subList(from, to).forEach(work::overwrites);
            client.submit(work).orThrow();
        }
        manager.awaitIdle();
    }

    @Override
    public void close() {
        manager.close();
        device.close();
        workers.close();
    }
}
