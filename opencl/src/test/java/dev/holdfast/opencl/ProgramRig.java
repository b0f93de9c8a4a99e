package dev.holdfast.opencl;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.SubmitOutcome;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// A manager on OpenCL, and a client of it.
final class ProgramRig implements AutoCloseable {
    final PlatformWorkers workers = new PlatformWorkers("program-test");
    final Device device;
    final MemoryManager manager;
    final Client client;

    /// With so much of either memory, and these faults in front of the device.
    ProgramRig(long deviceBytes, long hostBytes, String... faults) {
        device =
                new TestProvider("callback", List.of(faults))
                        .open(DeviceOptions.of(deviceBytes, hostBytes), workers);
        manager = MemoryManager.open(device, workers, MemoryOptions.defaults());
        client = manager.client("test");
    }

    /// A new object that holds `values`.
    BufferHandle of(String name, int... values) throws InterruptedException {
        BufferHandle handle = client.create(name, values.length * 4L);
        try (HostMapping mapping = map(handle, Access.OVERWRITE)) {
            MemorySegment.copy(
                    values, 0, mapping.segment(), ValueLayout.JAVA_INT, 0, values.length);
        }
        return handle;
    }

    /// What `handle` holds.
    int[] read(BufferHandle handle) throws InterruptedException {
        try (HostMapping mapping = map(handle, Access.READ)) {
            return mapping.segment().toArray(ValueLayout.JAVA_INT_UNALIGNED);
        }
    }

    /// Submits `work` and does not wait for it.
    SubmitOutcome.Submitted submit(Work work) throws InterruptedException {
        SubmitOutcome outcome = client.submit(work);
        if (outcome instanceof SubmitOutcome.Submitted submitted) {
            return submitted;
        }
        throw new AssertionError(outcome.toString());
    }

    private HostMapping map(BufferHandle handle, Access access) throws InterruptedException {
        MapOutcome outcome = handle.map(access);
        if (outcome instanceof MapOutcome.Mapped(HostMapping mapping)) {
            return mapping;
        }
        throw new AssertionError(outcome.toString());
    }

    @Override
    public void close() {
        manager.close();
        device.close();
        workers.close();
    }
}
