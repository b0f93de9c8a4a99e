package dev.holdfast.device;

import java.util.List;

/// How a launch is spread over a device, and what each parameter of its kernel gets: for kernels in
/// a language that is run by work items. Kernels in Java have none.
///
/// @param globalSizes how many work items there are in each dimension, one to three
/// @param localSizes how many of them make a work group, in as many dimensions; empty to leave it
///   to the driver
/// @param slots the kernel's parameters, in order
public record Dispatch(List<Long> globalSizes, List<Long> localSizes, List<Slot> slots) {
    private static final int MOST_DIMENSIONS = 3;

    /// Takes its own copies; throws [IllegalArgumentException] for sizes that are no work on any
    /// device.
    public Dispatch {
        globalSizes = List.copyOf(globalSizes);
        localSizes = List.copyOf(localSizes);
        slots = List.copyOf(slots);
        if (globalSizes.isEmpty() || globalSizes.size() > MOST_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "work in "
                            + globalSizes.size()
                            + " dimensions: one, two or three are possible");
        }
        if (!localSizes.isEmpty() && localSizes.size() != globalSizes.size()) {
            throw new IllegalArgumentException(
                    "work of " + globalSizes + " items in groups of " + localSizes);
        }
        if (!arePositive(globalSizes)) {
            throw empty("work of " + globalSizes + " items");
        }
        if (!arePositive(localSizes)) {
            throw empty("work in groups of " + localSizes);
        }
    }

    private static boolean arePositive(List<Long> sizes) {
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i) <= 0) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException empty(String what) {
        return new IllegalArgumentException(what + ": every size must be more than nothing");
    }

    /// What one parameter of a kernel gets.
    public sealed interface Slot {

        /// One of the launch's buffers.
        ///
        /// @param index which of the launch's arguments
        record Argument(int index) implements Slot {}

        /// A number, as the bytes that it is.
        ///
        /// @param bits its bits, the lowest `sizeBytes` bytes of them
        /// @param sizeBytes how wide it is: 1, 2, 4 or 8
        record Scalar(long bits, int sizeBytes) implements Slot {
            /// Checks the width.
            public Scalar {
                if (sizeBytes <= 0 || sizeBytes > Long.BYTES || Integer.bitCount(sizeBytes) != 1) {
                    throw new IllegalArgumentException("a number of " + sizeBytes + " bytes");
                }
            }

            /// A `char` of OpenCL C.
            public static Scalar of(byte value) {
                return new Scalar(value, Byte.BYTES);
            }

            /// A `short`.
            public static Scalar of(short value) {
                return new Scalar(value, Short.BYTES);
            }

            /// An `int`.
            public static Scalar of(int value) {
                return new Scalar(value, Integer.BYTES);
            }

            /// A `long`.
            public static Scalar of(long value) {
                return new Scalar(value, Long.BYTES);
            }

            /// A `float`.
            public static Scalar of(float value) {
                return new Scalar(Float.floatToRawIntBits(value), Float.BYTES);
            }

            /// A `double`.
            public static Scalar of(double value) {
                return new Scalar(Double.doubleToRawLongBits(value), Double.BYTES);
            }
        }

        /// Memory that a work group shares while it runs.
        ///
        /// @param sizeBytes how much of it
        record Local(long sizeBytes) implements Slot {
            /// Checks that it is any.
            public Local {
                if (sizeBytes <= 0) {
                    throw new IllegalArgumentException(
                            "local memory of " + sizeBytes + " bytes: must be more than nothing");
                }
            }
        }
    }
}
