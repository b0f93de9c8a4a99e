package dev.holdfast.opencl;

import dev.holdfast.device.unit.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// What OpenCL there is on this machine: devices that can be used, or why there are none. Looking
/// never throws: a library that is absent or broken is a reason.
///
/// @param devices those that can be used, in the order in which the drivers list them
/// @param reasons what is missing or was passed over, for people
record Discovery(List<ClDevice> devices, List<String> reasons) {
    private static final long ALL_BUT_CUSTOM =
            CL10.CL_DEVICE_TYPE_CPU | CL10.CL_DEVICE_TYPE_GPU | CL10.CL_DEVICE_TYPE_ACCELERATOR;

    /// Takes its own copies.
    Discovery {
        devices = List.copyOf(devices);
        reasons = List.copyOf(reasons);
    }

    /// Looks; on the thread where the calls of every driver may be made.
    static Discovery look() {
        return DriverThread.get().call(Discovery::lookHere);
    }

    private static Discovery lookHere() {
        List<ClDevice> devices = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        if (Library.problem().isPresent()) {
            reasons.add(Library.problem().get());
            return new Discovery(devices, reasons);
        }
        try {
            for (long platform : platforms()) {
                addDevices(platform, devices, reasons);
            }
            if (devices.isEmpty() && reasons.isEmpty()) {
                reasons.add("no OpenCL platform is installed" + vendors());
            }
        } catch (ClException error) {
            reasons.add("OpenCL cannot list its platforms: " + error.getMessage() + vendors());
        }
        return new Discovery(devices, reasons);
    }

    /// Why there are no devices, in a line.
    String reason() {
        return String.join("; ", reasons);
    }

    private static List<Long> platforms() {
        return handles(
                "clGetPlatformIDs",
                ClError.PLATFORM_NOT_FOUND_KHR,
                (count, handles, found) -> CL10.nclGetPlatformIDs(count, handles, found));
    }

    private static void addDevices(long platform, List<ClDevice> devices, List<String> reasons) {
        String name = "a platform without a name";
        try {
            name = ClDevice.platformName(platform);
            List<Long> ids =
                    handles(
                            "clGetDeviceIDs",
                            CL10.CL_DEVICE_NOT_FOUND,
                            (count, handles, found) ->
                                    CL10.nclGetDeviceIDs(
                                            platform, ALL_BUT_CUSTOM, count, handles, found));
            if (ids.isEmpty()) {
                reasons.add(name + " has no devices");
            }
            for (long id : ids) {
                addDevice(platform, name, id, devices, reasons);
            }
        } catch (ClException error) {
            reasons.add(name + ": " + error.getMessage());
        }
    }

    private static void addDevice(
            long platform,
            String platformName,
            long id,
            List<ClDevice> devices,
            List<String> reasons) {
        ClDevice device = ClDevice.of(platform, platformName, id);
        String missing = missing(device);
        if (missing.isEmpty()) {
            devices.add(device);
        } else {
            reasons.add(device.name() + " " + missing);
        }
    }

    /// What `device` lacks that everything here relies on; empty if nothing.
    private static String missing(ClDevice device) {
        long id = device.id();
        if (Limits.number(id, CL10.CL_DEVICE_AVAILABLE) == 0) {
            return "is not available";
        }
        if (Limits.number(id, CL10.CL_DEVICE_COMPILER_AVAILABLE) == 0) {
            return "has no compiler";
        }
        if (Limits.number(id, CL10.CL_DEVICE_ENDIAN_LITTLE) == 0) {
            return "is big-endian";
        }
        if (device.version().matches("OpenCL 1\\.[01]( .*)?")) {
            return "speaks " + device.version() + ", and OpenCL 1.2 is needed";
        }
        long least = Math.max(Bytes.mebi(1), device.limits().alignmentBytes());
        return device.limits().allocationBytes() < least ? "has no memory to give" : "";
    }

    private static String vendors() {
        String vendors = System.getenv("OCL_ICD_VENDORS");
        return vendors == null ? "" : " (OCL_ICD_VENDORS=" + vendors + ")";
    }

    /// A call that lists handles.
    @FunctionalInterface
    private interface Listing {
        /// As `clGetPlatformIDs(num_entries, handles, num)`; addresses may be zero.
        int list(int count, long handles, long found);
    }

    private static List<Long> handles(String what, int none, Listing listing) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var found = stack.callocInt(1);
            int code = listing.list(0, 0, MemoryUtil.memAddress(found));
            if (code == none || (code == ClError.SUCCESS && found.get(0) == 0)) {
                return List.of();
            }
            ClException.check(what, code);
            PointerBuffer handles = stack.callocPointer(found.get(0));
            ClException.check(what, listing.list(found.get(0), MemoryUtil.memAddress(handles), 0));
            List<Long> list = new ArrayList<>();
            for (int i = 0; i < handles.capacity(); i++) {
                list.add(handles.get(i));
            }
            return list;
        }
    }
}
