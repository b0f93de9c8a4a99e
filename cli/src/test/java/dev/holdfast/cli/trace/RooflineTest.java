package dev.holdfast.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RooflineTest {
    @Test
    void theSlowerOfArithmeticAndMemoryDecides() {
        Roofline roofline = new Roofline(1e9, 2e9, 100);

        assertEquals(100, roofline.nanos(0, 0));
        assertEquals(100 + 4_000, roofline.nanos(4_000, 2_000));
        assertEquals(100 + 3_000, roofline.nanos(1_000, 6_000));
    }

    @Test
    void speedsArePositive() {
        assertThrows(IllegalArgumentException.class, () -> new Roofline(0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Roofline(1, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> new Roofline(1, 1, -1));
    }
}
