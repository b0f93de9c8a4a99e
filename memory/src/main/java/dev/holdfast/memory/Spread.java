package dev.holdfast.memory;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// A kernel and the work items that it is launched over. A value: each method answers another.
public final class Spread {
    private final Kernel kernel;
    private final Dispatch shape;

    Spread(Kernel kernel, long... globalSizes) {
        this(kernel, shape(kernel, list(globalSizes), List.of()));
    }

    private Spread(Kernel kernel, Dispatch shape) {
        this.kernel = kernel;
        this.shape = shape;
    }

    /// In work groups of so many items, in the same dimensions; without, the driver chooses. What
    /// the device does not allow is refused by [#args].
    public Spread within(long... localSizes) {
        return new Spread(kernel, shape(kernel, shape.globalSizes(), list(localSizes)));
    }

    /// The launch with these arguments, one for each parameter of the kernel, in order: an
    /// [Argument], or a number as it is, whose type must be as wide as the parameter's (`42` for an
    /// `int`, `42L` for a `long`, `4f` for a `float`).
    ///
    /// Throws [IllegalArgumentException] that names the kernel, which argument it is, what was
    /// wanted and what was given, if an argument is of the wrong kind or width, if there are too
    /// many or too few, or if the device allows no such launch.
    public Work args(Object... arguments) {
        List<Dispatch.Slot> slots = new ArrayList<>();
        List<Argument.Use> uses = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            slots.add(slot(i, arguments[i], uses));
        }
        Dispatch dispatch = new Dispatch(shape.globalSizes(), shape.localSizes(), slots);
        kernel.check(dispatch);
        Work work = Work.dispatched(kernel.name(), kernel, List.of(dispatch), numbers(slots));
        for (Argument.Use use : uses) {
            work.with(use.handle(), use.access());
            if (use.inCapture()) {
                work.captured();
            }
        }
        return work;
    }

    /// As the bits that the kernel gets.
    private static long[] numbers(List<Dispatch.Slot> slots) {
        return slots.stream()
                .filter(Dispatch.Slot.Scalar.class::isInstance)
                .mapToLong(slot -> ((Dispatch.Slot.Scalar) slot).bits())
                .toArray();
    }

    private Dispatch.Slot slot(int index, Object argument, List<Argument.Use> uses) {
        return switch (argument) {
            case Argument.Use use -> {
                uses.add(use);
                yield new Dispatch.Slot.Argument(uses.size() - 1);
            }
            case Argument.Local(long sizeBytes) -> new Dispatch.Slot.Local(sizeBytes);
            case Integer number -> Dispatch.Slot.Scalar.of(number);
            case Long number -> Dispatch.Slot.Scalar.of(number);
            case Float number -> Dispatch.Slot.Scalar.of(number);
            case Double number -> Dispatch.Slot.Scalar.of(number);
            case Short number -> Dispatch.Slot.Scalar.of(number);
            case Byte number -> Dispatch.Slot.Scalar.of(number);
            case BufferHandle handle ->
                    throw new IllegalArgumentException(
                            "%s, argument %d: say how \"%s\" is used: read, write or readWrite"
                                    .formatted(this, index, handle.name()));
            case null, default ->
                    throw new IllegalArgumentException(
                            "%s, argument %d: wanted a number or an Argument and got %s"
                                    .formatted(this, index, argument));
        };
    }

    private static Dispatch shape(Kernel kernel, List<Long> globalSizes, List<Long> localSizes) {
        try {
            return new Dispatch(globalSizes, localSizes, List.of());
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException(
                    "kernel \"" + kernel.name() + "\": " + bad.getMessage(), bad);
        }
    }

    private static List<Long> list(long... sizes) {
        return LongStream.of(sizes).boxed().toList();
    }

    @Override
    public String toString() {
        return "kernel \"" + kernel.name() + '"';
    }
}
