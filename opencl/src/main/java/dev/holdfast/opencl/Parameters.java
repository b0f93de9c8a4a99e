package dev.holdfast.opencl;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.KernelParameter;
import java.util.Map;
import java.util.OptionalInt;
import org.lwjgl.opencl.CL12;

/// What is known of a kernel's parameters, and whether an argument suits one.
final class Parameters {
    private static final Map<String, Integer> WIDTHS =
            Map.ofEntries(
                    Map.entry("char", 1),
                    Map.entry("uchar", 1),
                    Map.entry("unsigned char", 1),
                    Map.entry("short", 2),
                    Map.entry("ushort", 2),
                    Map.entry("unsigned short", 2),
                    Map.entry("half", 2),
                    Map.entry("int", 4),
                    Map.entry("uint", 4),
                    Map.entry("unsigned int", 4),
                    Map.entry("float", 4),
                    Map.entry("long", 8),
                    Map.entry("ulong", 8),
                    Map.entry("unsigned long", 8),
                    Map.entry("double", 8));

    private Parameters() {}

    /// What the driver tells of parameter `index` of kernel `handle`.
    static KernelParameter of(long handle, int index) {
        try {
            long place = number(handle, index, CL12.CL_KERNEL_ARG_ADDRESS_QUALIFIER);
            String type = text(handle, index, CL12.CL_KERNEL_ARG_TYPE_NAME);
            KernelParameter.Kind kind = kind((int) place, type);
            return new KernelParameter(
                    kind,
                    text(handle, index, CL12.CL_KERNEL_ARG_NAME),
                    type,
                    kind == KernelParameter.Kind.SCALAR ? width(type) : OptionalInt.empty());
        } catch (ClException notTold) {
            // a driver need not tell: what does not suit is then found by it, at launch
            return KernelParameter.unknown();
        }
    }

    private static OptionalInt width(String type) {
        Integer width = WIDTHS.get(type);
        return width == null ? OptionalInt.empty() : OptionalInt.of(width);
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

    /// Throws [IllegalArgumentException] if `slot` cannot be argument `index` of `kernel`.
    static void check(String kernel, int index, KernelParameter parameter, Dispatch.Slot slot) {
        boolean suits =
                switch (parameter.kind()) {
                    case BUFFER -> slot instanceof Dispatch.Slot.Argument;
                    case LOCAL -> slot instanceof Dispatch.Slot.Local;
                    case SCALAR ->
                            slot instanceof Dispatch.Slot.Scalar(long bits, int sizeBytes)
                                    && parameter.sizeBytes().orElse(sizeBytes) == sizeBytes;
                    case UNKNOWN -> true;
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
                                    : "a value";
                    case UNKNOWN -> "unknown";
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
