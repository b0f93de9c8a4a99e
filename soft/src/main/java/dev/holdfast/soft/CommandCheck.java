package dev.holdfast.soft;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.unit.Bytes;
import java.util.List;

/// What is refused at submission: whatever names memory, a kernel or an address space that this
/// device does not have.
///
/// @param device whose commands are checked
record CommandCheck(SoftDevice device) {
    /// Throws [IllegalArgumentException] if `command` cannot be meant for the device.
    void check(Command command) {
        switch (command) {
            case Command.Copy copy -> copy.transfers().forEach(this::checkTransfer);
            case Command.Fill fill -> fill.targets().forEach(this::checkRange);
            case Command.Launch launch -> checkLaunch(launch);
            case Command.Marker marker -> {}
        }
    }

    private void checkRange(HeapRange range) {
        device.heap(range).check(range);
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
        if (!(launch.kernel() instanceof SoftKernel kernel) || kernel.device() != device) {
            throw new IllegalArgumentException(
                    "kernel " + launch.kernel().name() + " was not loaded by this device");
        }
        if (!launch.dispatches().isEmpty()) {
            throw new IllegalArgumentException(
                    kernel + " is in Java and is not spread over work items");
        }
        AddressSpace space = launch.space().orElse(null);
        if (space != null
                && !(space instanceof SoftAddressSpace known && known.device() == device)) {
            throw new IllegalArgumentException(space + " is not of this device");
        }
        for (BufferArgument argument : launch.arguments()) {
            Bytes.end(argument.address(), argument.sizeBytes());
            if (space == null) {
                argument.ranges().forEach(this::checkRange);
            }
            if (!device.form().isPaged()) {
                checkFlat(argument);
            }
        }
    }

    /// A kernel of a device without page tables is given one range, where a kernel can be given it.
    private void checkFlat(BufferArgument argument) {
        List<HeapRange> ranges = argument.ranges();
        if (ranges.size() != 1 || ranges.getFirst().sizeBytes() < argument.sizeBytes()) {
            throw new IllegalArgumentException(
                    "an argument of %d bytes in %d ranges, on a device without page tables"
                            .formatted(argument.sizeBytes(), ranges.size()));
        }
        HeapRange range = ranges.getFirst();
        if (!device.heap(range).info().isArgument(range.offset(), argument.sizeBytes())) {
            throw new IllegalArgumentException(
                    "%d bytes at %d of heap %d are not aligned, or not in one slab: %s"
                            .formatted(
                                    argument.sizeBytes(),
                                    range.offset(),
                                    range.heap(),
                                    device.heap(range).info()));
        }
    }
}
