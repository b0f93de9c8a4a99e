package dev.holdfast.opencl;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;

/// What is refused at submission: whatever names memory or a kernel that this device does not have,
/// or an argument that cannot be one.
///
/// @param device whose commands are checked
record CommandCheck(OpenClDevice device) {
    /// Throws [IllegalArgumentException] if `command` cannot be meant for the device.
    void check(Command command) {
        switch (command) {
            case Command.Copy copy -> copy.transfers().forEach(this::checkTransfer);
            case Command.Fill fill -> fill.targets().forEach(this::checkRange);
            case Command.Launch launch -> checkLaunch(launch);
            case Command.Marker marker -> {}
        }
    }

    /// Throws [IllegalArgumentException] for a range outside its heap.
    void checkRange(HeapRange range) {
        if (range.heap() >= device.heaps().size()) {
            throw new IllegalArgumentException(range + ": there is no such heap");
        }
        if (AdoptedMemory.isAt(range)) {
            if (device.deviceHeap().adopted().find(range).isEmpty()) {
                throw new IllegalArgumentException(range + " is not adopted, or not any more");
            }
        } else if (range.end() > device.heaps().get(range.heap()).sizeBytes()) {
            throw new IllegalArgumentException(range + " is outside its heap");
        }
    }

    private void checkTransfer(Transfer transfer) {
        checkRange(transfer.target());
        if (transfer.source() instanceof HeapRange source) {
            checkRange(source);
            if (source.overlaps(transfer.target()) && source.sizeBytes() > 0) {
                throw new IllegalArgumentException(
                        "copy from " + source + " onto itself, " + transfer.target());
            }
        }
    }

    private void checkLaunch(Command.Launch launch) {
        if (!(launch.kernel() instanceof OpenClKernel kernel) || kernel.device() != device) {
            throw new IllegalArgumentException(
                    "kernel " + launch.kernel().name() + " was not loaded by this device");
        }
        if (launch.space().isPresent()) {
            throw new IllegalArgumentException(device.info().name() + " has no address spaces");
        }
        launch.arguments().forEach(argument -> checkArgument(kernel, argument));
        kernel.dispatchesOf(launch).forEach(kernel::check);
    }

    private void checkArgument(OpenClKernel kernel, BufferArgument argument) {
        argument.ranges().forEach(this::checkRange);
        HeapRange range = Arguments.whole(argument);
        if (range.sizeBytes() == 0) {
            return;
        }
        HeapInfo heap = device.heaps().get(range.heap());
        if (range.heap() != Device.DEVICE_HEAP || !device.deviceHeap().isArgument(range)) {
            throw new IllegalArgumentException(
                    "%s cannot be given %s: an argument lies in device memory, begins at a multiple"
                                    .formatted(kernel, range)
                            + " of %d and does not cross one of %d"
                                    .formatted(heap.alignmentBytes(), heap.slabBytes()));
        }
    }
}
