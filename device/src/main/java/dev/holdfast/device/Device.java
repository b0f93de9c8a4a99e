package dev.holdfast.device;

import dev.holdfast.device.fault.Fault;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// A device: heaps, queues, and what else it can do. See the package for the rules.
public interface Device extends AutoCloseable {
    /// The index of device memory in [#heaps].
    int DEVICE_HEAP = 0;

    /// The index of host memory in [#heaps].
    int HOST_HEAP = 1;

    /// What it is and can do.
    DeviceInfo info();

    /// Its heaps: device memory at [#DEVICE_HEAP], host memory at [#HOST_HEAP].
    List<HeapInfo> heaps();

    /// The queue of a kind: one object for each kind, for as long as the device is open.
    DeviceQueue queue(QueueKind kind);

    /// Makes a kernel of `code`; throws [IllegalArgumentException] if this device does not speak
    /// its language or cannot compile it.
    Kernel load(KernelCode code);

    /// A view of a range for the CPU, if all of it is visible and contiguous. Reading and writing
    /// through it is ordered with commands only by their completions. The view is alive until the
    /// device closes; whoever hands it on guards its lifetime.
    Optional<MemorySegment> hostView(HeapRange range);

    /// A new, empty address space; throws [UnsupportedOperationException] on devices whose
    /// [DeviceInfo#addressSpaces] is false.
    AddressSpace createAddressSpace(String name);

    /// Takes the running command from a queue by force: it completes as
    /// [dev.holdfast.device.fault.FaultKind#REVOKED] and touches nothing from then on; those behind
    /// it run. A device that can only drop a queue whole puts back what had not begun, before
    /// anything that is submitted later: nobody else knows what that is, or could keep the order.
    /// See [ResetOutcome] for what may be refused.
    ResetOutcome reset(QueueKind queue);

    /// As [#reset], but only if the running command is the one that was submitted with `guilty`:
    /// else [ResetOutcome.Idle], and nothing is changed. Who decides to take a command decides too
    /// late to know that it still runs, and the next one has done nothing to deserve it.
    ///
    /// A device that cannot tell takes whichever runs, as this does.
    default ResetOutcome reset(QueueKind queue, Completion guilty) {
        return reset(queue);
    }

    /// The fault by which the device is lost; empty as long as it is not. On a lost device every
    /// command fails with [dev.holdfast.device.fault.FaultKind#DEVICE_LOST], and device memory
    /// holds anything. It answers so *before* the loss changes a byte that the CPU can see: whoever
    /// has read device memory and finds the device still there has read what was there.
    default Optional<Fault> lost() {
        return Optional.empty();
    }

    /// True if `memory` is this device's: it, or the one that it decorates, has adopted it and not
    /// let it go. How a device comes to adopt anything is its backend's affair.
    default boolean hasAdopted(AdoptedMemory memory) {
        return false;
    }

    /// What it or its driver cannot do, as far as [#info] does not say it: a line for people each.
    default List<String> caveats() {
        return List.of();
    }

    /// What the device itself has counted.
    DeviceUsage usage();

    /// Releases everything. Throws [IllegalStateException] if commands are still queued.
    @Override
    void close();
}
