package dev.holdfast.testing;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// A device of a test's own in front of another one: what it does not do by itself that one does.
public interface ForwardingDevice extends Device {
    /// The one behind.
    Device inner();

    @Override
    default DeviceInfo info() {
        return inner().info();
    }

    @Override
    default List<HeapInfo> heaps() {
        return inner().heaps();
    }

    @Override
    default DeviceQueue queue(QueueKind kind) {
        return inner().queue(kind);
    }

    @Override
    default Kernel load(KernelCode code) {
        return inner().load(code);
    }

    @Override
    default Optional<MemorySegment> hostView(HeapRange range) {
        return inner().hostView(range);
    }

    @Override
    default AddressSpace createAddressSpace(String name) {
        return inner().createAddressSpace(name);
    }

    @Override
    default ResetOutcome reset(QueueKind queue) {
        return inner().reset(queue);
    }

    @Override
    default ResetOutcome reset(QueueKind queue, Completion guilty) {
        return inner().reset(queue, guilty);
    }

    @Override
    default Optional<Fault> lost() {
        return inner().lost();
    }

    @Override
    default boolean hasAdopted(AdoptedMemory memory) {
        return inner().hasAdopted(memory);
    }

    @Override
    default DeviceUsage usage() {
        return inner().usage();
    }

    @Override
    default void close() {
        inner().close();
    }
}
