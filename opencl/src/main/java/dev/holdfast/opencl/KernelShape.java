package dev.holdfast.opencl;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.KernelParameter;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.opencl.CL10;

/// What a kernel declares and what its device allows it.
///
/// @param parameters its parameters
/// @param groupItems how many work items of it fit into a group
/// @param localBytes how much local memory it declares itself
/// @param required the size of a group that its source demands; zeros if it demands none
/// @param limits the device's
/// @param uniform true if a device may demand that groups divide the work: before OpenCL 2.0
record KernelShape(
        List<KernelParameter> parameters,
        long groupItems,
        long localBytes,
        List<Long> required,
        Limits limits,
        boolean uniform) {

    /// That of kernel `handle` on `device`.
    static KernelShape of(long handle, ClDevice device) {
        long count =
                Query.number(
                        "clGetKernelInfo",
                        (size, value, returned) ->
                                CL10.nclGetKernelInfo(
                                        handle, CL10.CL_KERNEL_NUM_ARGS, size, value, returned));
        List<KernelParameter> parameters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parameters.add(Parameters.of(handle, i));
        }
        return new KernelShape(
                List.copyOf(parameters),
                number(handle, device, CL10.CL_KERNEL_WORK_GROUP_SIZE),
                number(handle, device, CL10.CL_KERNEL_LOCAL_MEM_SIZE),
                Query.numbers(
                        "clGetKernelWorkGroupInfo",
                        (size, value, returned) ->
                                CL10.nclGetKernelWorkGroupInfo(
                                        handle,
                                        device.id(),
                                        CL10.CL_KERNEL_COMPILE_WORK_GROUP_SIZE,
                                        size,
                                        value,
                                        returned)),
                device.limits(),
                device.version().startsWith("OpenCL 1."));
    }

    private static long number(long handle, ClDevice device, int property) {
        return Query.number(
                "clGetKernelWorkGroupInfo",
                (size, value, returned) ->
                        CL10.nclGetKernelWorkGroupInfo(
                                handle, device.id(), property, size, value, returned));
    }

    /// Throws [IllegalArgumentException] if `kernel` cannot be launched with `dispatch`.
    void check(String kernel, Dispatch dispatch) {
        checkSlots(kernel, dispatch.slots());
        checkSizes(kernel, dispatch);
    }

    private void checkSlots(String kernel, List<Dispatch.Slot> slots) {
        if (slots.size() != parameters.size()) {
            throw new IllegalArgumentException(
                    "%s has %d parameters and got %d arguments"
                            .formatted(kernel, parameters.size(), slots.size()));
        }
        long local = localBytes;
        for (int i = 0; i < slots.size(); i++) {
            Parameters.check(kernel, i, parameters.get(i), slots.get(i));
            if (slots.get(i) instanceof Dispatch.Slot.Local(long sizeBytes)) {
                local = Math.addExact(local, sizeBytes);
            }
        }
        if (local > limits.localBytes()) {
            throw new IllegalArgumentException(
                    "%s wants %d bytes of local memory, and the device has %d"
                            .formatted(kernel, local, limits.localBytes()));
        }
    }

    private void checkSizes(String kernel, Dispatch dispatch) {
        List<Long> local = dispatch.localSizes();
        if (local.isEmpty()) {
            return;
        }
        long items = 1;
        for (int i = 0; i < local.size(); i++) {
            items = Math.multiplyExact(items, local.get(i));
            if (local.get(i) > limits.itemSizes().get(i)) {
                throw tooMany(kernel, local, limits.itemSizes().get(i) + " in dimension " + i);
            }
            if (uniform && dispatch.globalSizes().get(i) % local.get(i) != 0) {
                throw new IllegalArgumentException(
                        "%s over %s items in groups of %s: groups must divide the work"
                                .formatted(kernel, dispatch.globalSizes(), local));
            }
            if (required.get(i) != 0 && !required.get(i).equals(local.get(i))) {
                throw new IllegalArgumentException(
                        "%s in groups of %s: its source demands %s"
                                .formatted(kernel, local, required));
            }
        }
        if (items > Math.min(groupItems, limits.groupItems())) {
            throw tooMany(kernel, local, Math.min(groupItems, limits.groupItems()) + " in all");
        }
    }

    private static IllegalArgumentException tooMany(String kernel, List<Long> local, String most) {
        return new IllegalArgumentException(
                "%s in groups of %s: the device has at most %s".formatted(kernel, local, most));
    }
}
