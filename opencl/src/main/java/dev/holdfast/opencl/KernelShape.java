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
record KernelShape(
        List<KernelParameter> parameters,
        long groupItems,
        long localBytes,
        List<Long> required,
        Limits limits) {
    private static final int DIMENSIONS = 3;

    /// That of kernel `handle` on `device`, whose program has `widths`.
    static KernelShape of(long handle, ClDevice device, Widths widths) {
        long count =
                Query.number(
                        "clGetKernelInfo",
                        (size, value, returned) ->
                                CL10.nclGetKernelInfo(
                                        handle, CL10.CL_KERNEL_NUM_ARGS, size, value, returned));
        List<KernelParameter> parameters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parameters.add(Parameters.of(handle, i, widths));
        }
        return new KernelShape(
                List.copyOf(parameters),
                number(handle, device, CL10.CL_KERNEL_WORK_GROUP_SIZE),
                number(handle, device, CL10.CL_KERNEL_LOCAL_MEM_SIZE),
                required(handle, device),
                device.limits());
    }

    /// The size of a group that the source of kernel `handle` demands: three numbers, zeros if it
    /// demands none.
    static List<Long> required(long handle, ClDevice device) {
        List<Long> sizes =
                Query.numbers(
                        "clGetKernelWorkGroupInfo",
                        (size, value, returned) ->
                                CL10.nclGetKernelWorkGroupInfo(
                                        handle,
                                        device.id(),
                                        CL10.CL_KERNEL_COMPILE_WORK_GROUP_SIZE,
                                        size,
                                        value,
                                        returned));
        return sizes.size() == DIMENSIONS ? sizes : List.of(0L, 0L, 0L);
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
        checkSizes(kernel, dispatch.globalSizes(), groupsOf(dispatch));
    }

    /// The groups that `dispatch` is run in: those that it asks for, else those that the source
    /// demands, because not every driver fills these in; empty if the driver may choose.
    List<Long> groupsOf(Dispatch dispatch) {
        return dispatch.localSizes().isEmpty() && isRequired()
                ? required.subList(0, dispatch.globalSizes().size())
                : dispatch.localSizes();
    }

    /// How many work items a group of it has at most; as many as its source demands, if it does.
    long mostGroupItems() {
        return isRequired()
                ? required.stream().reduce(1L, Math::multiplyExact)
                : Math.min(groupItems, limits.groupItems());
    }

    private boolean isRequired() {
        return required.getFirst() != 0;
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

    private void checkSizes(String kernel, List<Long> global, List<Long> local) {
        if (local.isEmpty()) {
            return;
        }
        if (isRequired()) {
            checkRequired(kernel, local);
        }
        long items = 1;
        for (int i = 0; i < local.size(); i++) {
            items = Math.multiplyExact(items, local.get(i));
            if (local.get(i) > limits.itemSizes().get(i)) {
                throw tooMany(kernel, local, limits.itemSizes().get(i) + " in dimension " + i);
            }
            if (!limits.unevenGroups() && global.get(i) % local.get(i) != 0) {
                throw new IllegalArgumentException(
                        "%s over %s items in groups of %s: groups must divide the work here"
                                .formatted(kernel, global, local));
            }
        }
        // of a kernel that demands 64 items a driver may say that 32 fit, and runs 64
        long most = isRequired() ? limits.groupItems() : mostGroupItems();
        if (items > most) {
            throw tooMany(kernel, local, most + " in all");
        }
    }

    private void checkRequired(String kernel, List<Long> local) {
        for (int i = 0; i < DIMENSIONS; i++) {
            if (required.get(i) != (i < local.size() ? local.get(i) : 1)) {
                throw new IllegalArgumentException(
                        "%s in groups of %s: its source demands %s"
                                .formatted(kernel, local, required));
            }
        }
    }

    private static IllegalArgumentException tooMany(String kernel, List<Long> local, String most) {
        return new IllegalArgumentException(
                "%s in groups of %s: the device has at most %s".formatted(kernel, local, most));
    }
}
