package dev.holdfast.opencl;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.KernelParameter;
import java.util.OptionalInt;
import org.lwjgl.opencl.CL12;

/// What is known of a kernel's parameters, and whether an argument suits one.
final class Parameters {
    private Parameters() {}

    /// What the driver tells of parameter `index` of kernel `handle`, whose program has `widths`.
    static KernelParameter of(long handle, int index, Widths widths) {
        try {
            long place = number(handle, index, CL12.CL_KERNEL_ARG_ADDRESS_QUALIFIER);
            String type = text(handle, index, CL12.CL_KERNEL_ARG_TYPE_NAME);
            KernelParameter.Kind kind = kind((int) place, type);
            return new KernelParameter(
                    kind,
                    text(handle, index, CL12.CL_KERNEL_ARG_NAME),
                    type,
                    kind == KernelParameter.Kind.SCALAR ? widths.of(type) : OptionalInt.empty());
        } catch (ClException notTold) {
            // a driver need not tell: buffers are then left to it, and numbers are refused
            return KernelParameter.unknown();
        }
    }

    private static KernelParameter.Kind kind(int place, String type) {
        return switch (place) {
            case CL12.CL_KERNEL_ARG_ADDRESS_LOCAL -> KernelParameter.Kind.LOCAL;
            case CL12.CL_KERNEL_ARG_ADDRESS_GLOBAL, CL12.CL_KERNEL_ARG_ADDRESS_CONSTANT ->
                    // images are in global memory too, and are no buffers
                    type.endsWith("*") ? KernelParameter.Kind.BUFFER : KernelParameter.Kind.UNKNOWN;
            case CL12.CL_KERNEL_ARG_ADDRESS_PRIVATE -> KernelParameter.Kind.SCALAR;
            default -> KernelParameter.Kind.UNKNOWN;
        };
    }

    /// Throws [IllegalArgumentException] if `slot` cannot be argument `index` of `kernel`, or if
    /// nobody knows: a number of the wrong width would reach the kernel as another number.
    static void check(String kernel, int index, KernelParameter parameter, Dispatch.Slot slot) {
        boolean suits =
                switch (parameter.kind()) {
                    case BUFFER -> slot instanceof Dispatch.Slot.Argument;
                    case LOCAL -> slot instanceof Dispatch.Slot.Local;
                    case SCALAR ->
                            slot instanceof Dispatch.Slot.Scalar(long bits, int sizeBytes)
                                    && parameter.sizeBytes().orElse(0) == sizeBytes;
                    case UNKNOWN -> !(slot instanceof Dispatch.Slot.Scalar);
                };
        if (!suits) {
            throw new IllegalArgumentException(
                    "%s, argument %d: it is %s and got %s"
                            .formatted(kernel, index, text(parameter), text(slot)));
        }
    }

    private static String text(KernelParameter parameter) {
        String what =
                switch (parameter.kind()) {
                    case BUFFER -> "a buffer";
                    case LOCAL -> "local memory";
                    case SCALAR ->
                            parameter.sizeBytes().isPresent()
                                    ? "a number of " + parameter.sizeBytes().getAsInt() + " bytes"
                                    : "a value whose width the driver does not tell";
                    case UNKNOWN -> "of a kind that the driver does not tell";
                };
        return "%s, \"%s %s\",".formatted(what, parameter.type(), parameter.name());
    }

    private static String text(Dispatch.Slot slot) {
        return switch (slot) {
            case Dispatch.Slot.Argument(int index) -> "a buffer";
            case Dispatch.Slot.Scalar(long bits, int sizeBytes) ->
                    "a number of " + sizeBytes + " bytes";
            case Dispatch.Slot.Local(long sizeBytes) -> sizeBytes + " bytes of local memory";
        };
    }

    private static long number(long handle, int index, int property) {
        return Query.number(
                "clGetKernelArgInfo",
                (size, value, returned) ->
                        CL12.nclGetKernelArgInfo(handle, index, property, size, value, returned));
    }

    private static String text(long handle, int index, int property) {
        return Query.text(
                "clGetKernelArgInfo",
                (size, value, returned) ->
                        CL12.nclGetKernelArgInfo(handle, index, property, size, value, returned));
    }
}
