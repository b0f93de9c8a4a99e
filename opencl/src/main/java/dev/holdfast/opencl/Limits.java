package dev.holdfast.opencl;

import dev.holdfast.device.unit.Bytes;
import java.util.List;
import org.lwjgl.opencl.CL10;

/// What a device says of itself in numbers.
///
/// @param memoryBytes its memory
/// @param allocationBytes the longest buffer it makes
/// @param alignmentBytes what the beginning of a sub-buffer is a multiple of
/// @param groupItems the most work items in a group
/// @param itemSizes the most work items in a group, by dimension
/// @param localBytes the most memory that a group shares
record Limits(
        long memoryBytes,
        long allocationBytes,
        long alignmentBytes,
        long groupItems,
        List<Long> itemSizes,
        long localBytes) {

    /// What `device` says.
    static Limits of(long device) {
        long alignmentBits = number(device, CL10.CL_DEVICE_MEM_BASE_ADDR_ALIGN);
        return new Limits(
                number(device, CL10.CL_DEVICE_GLOBAL_MEM_SIZE),
                number(device, CL10.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                Math.max(1, Long.highestOneBit(alignmentBits / Byte.SIZE)),
                number(device, CL10.CL_DEVICE_MAX_WORK_GROUP_SIZE),
                Query.numbers(
                        "clGetDeviceInfo",
                        (size, value, returned) ->
                                CL10.nclGetDeviceInfo(
                                        device,
                                        CL10.CL_DEVICE_MAX_WORK_ITEM_SIZES,
                                        size,
                                        value,
                                        returned)),
                number(device, CL10.CL_DEVICE_LOCAL_MEM_SIZE));
    }

    /// How long the slabs of a heap of `heapBytes` are: as long as the device allows, and a
    /// multiple of what everything in them is aligned to.
    long slabBytes(long heapBytes) {
        if (heapBytes <= allocationBytes) {
            return heapBytes;
        }
        long grain = Math.max(alignmentBytes, Bytes.mebi(1));
        return allocationBytes >= grain
                ? allocationBytes / grain * grain
                : allocationBytes / alignmentBytes * alignmentBytes;
    }

    static long number(long device, int property) {
        return Query.number(
                "clGetDeviceInfo",
                (size, value, returned) ->
                        CL10.nclGetDeviceInfo(device, property, size, value, returned));
    }
}
