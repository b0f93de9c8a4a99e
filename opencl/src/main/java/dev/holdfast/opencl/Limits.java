package dev.holdfast.opencl;

import dev.holdfast.device.unit.Bytes;
import java.util.List;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL30;

/// What a device says of itself in numbers.
///
/// @param memoryBytes its memory
/// @param allocationBytes the longest buffer it makes
/// @param alignmentBytes what the beginning of a sub-buffer is a multiple of
/// @param groupItems the most work items in a group
/// @param itemSizes the most work items in a group, by dimension
/// @param localBytes the most memory that a group shares
/// @param unevenGroups true if the last groups of a launch may be smaller than the others
record Limits(
        long memoryBytes,
        long allocationBytes,
        long alignmentBytes,
        long groupItems,
        List<Long> itemSizes,
        long localBytes,
        boolean unevenGroups) {

    /// What `device` says, which speaks `version`.
    static Limits of(long device, String version) {
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
                number(device, CL10.CL_DEVICE_LOCAL_MEM_SIZE),
                hasUnevenGroups(device, version));
    }

    /// New in OpenCL 2.0, and a matter of choice since 3.0.
    private static boolean hasUnevenGroups(long device, String version) {
        if (version.startsWith("OpenCL 1.")) {
            return false;
        }
        return version.startsWith("OpenCL 2.")
                || number(device, CL30.CL_DEVICE_NON_UNIFORM_WORK_GROUP_SUPPORT) != 0;
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
