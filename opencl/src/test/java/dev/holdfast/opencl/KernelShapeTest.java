package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.KernelParameter;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Which groups a kernel is run in, on devices that this machine need not have.
final class KernelShapeTest {
    private static final List<Long> NONE = List.of(0L, 0L, 0L);

    private static KernelShape shape(
            long groupItems, boolean uneven, List<Long> required, KernelParameter... parameters) {
        var limits = new Limits(1 << 20, 1 << 20, 128, 128, List.of(128L, 128L, 128L), 64, uneven);
        return new KernelShape(List.of(parameters), groupItems, 0, required, limits);
    }

    private static Dispatch over(List<Long> global, List<Long> local, Dispatch.Slot... slots) {
        return new Dispatch(global, local, List.of(slots));
    }

    private static void refused(KernelShape shape, Dispatch dispatch, String words) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> shape.check("k", dispatch))
                        .getMessage();
        assertTrue(message.contains(words), message);
    }

    /// Rusticl says so of every kernel that demands 64, and runs 64.
    @Test
    void requiredGroupIsNotHeldAgainstWhatElseWouldFit() {
        KernelShape shape = shape(32, true, List.of(64L, 1L, 1L));
        assertDoesNotThrow(() -> shape.check("k", over(List.of(128L), List.of(64L))));
        assertEquals(64, shape.mostGroupItems());
        assertEquals(32, shape(32, true, NONE).mostGroupItems());
        refused(shape(32, true, NONE), over(List.of(128L), List.of(64L)), "at most 32 in all");
        refused(
                shape(32, true, List.of(256L, 1L, 1L)),
                over(List.of(256L), List.of(256L)),
                "at most 128");
    }

    /// PoCL fails the command otherwise.
    @Test
    void requiredGroupIsFilledIn() {
        KernelShape shape = shape(64, true, List.of(8L, 4L, 1L));
        Dispatch none = over(List.of(16L, 8L), List.of());
        assertDoesNotThrow(() -> shape.check("k", none));
        assertEquals(List.of(8L, 4L), shape.groupsOf(none));
        assertEquals(List.of(), shape(64, true, NONE).groupsOf(none));
        refused(shape, over(List.of(16L), List.of()), "its source demands [8, 4, 1]");
        refused(shape, over(List.of(16L, 8L), List.of(4L, 8L)), "its source demands [8, 4, 1]");
    }

    @Test
    void groupsDivideTheWorkWhereTheDeviceWantsThat() {
        Dispatch uneven = over(List.of(100L), List.of(64L));
        refused(shape(64, false, NONE), uneven, "groups must divide the work");
        assertDoesNotThrow(() -> shape(64, true, NONE).check("k", uneven));
        refused(
                shape(64, false, List.of(64L, 1L, 1L)),
                over(List.of(100L), List.of()),
                "groups must divide the work");
    }

    /// Whatever the driver does not tell of a parameter: a buffer may be right, a number of the
    /// wrong width would be another number.
    @Test
    void numberForParameterOfUnknownWidthIsRefused() {
        KernelShape unknown = shape(64, true, NONE, KernelParameter.unknown());
        refused(
                unknown,
                over(List.of(1L), List.of(), Dispatch.Slot.Scalar.of(1)),
                "of a kind that the driver does not tell");
        assertDoesNotThrow(() ->
                unknown.check("k", over(List.of(1L), List.of(), new Dispatch.Slot.Argument(0))));
        var value =
                new KernelParameter(
                        KernelParameter.Kind.SCALAR, "x", "mystery", OptionalInt.empty());
        refused(
                shape(64, true, NONE, value),
                over(List.of(1L), List.of(), Dispatch.Slot.Scalar.of(1)),
                "width the driver does not tell");
    }
}
