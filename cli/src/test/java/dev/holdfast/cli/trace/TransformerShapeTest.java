package dev.holdfast.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TransformerShapeTest {
    @Test
    void tensorsFollowFromTheNumbers() {
        TransformerShape shape = new TransformerShape(2, 64, 4, 16, 3, 100);

        assertEquals(48, shape.tokens());
        assertEquals(48 * 64, shape.tokenElements());
        assertEquals(3 * 4 * 16 * 16, shape.scoreElements());
        assertEquals(2.0 * 48 * 640, shape.productFlops(640));
        assertEquals(2.0 * 3 * 4 * 16 * 16 * 16, shape.attentionFlops());
    }

    @Test
    void impossibleShapesAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new TransformerShape(0, 64, 4, 16, 3, 100));
        assertThrows(
                IllegalArgumentException.class, () -> new TransformerShape(2, 65, 4, 16, 3, 100));
        assertThrows(
                IllegalArgumentException.class, () -> new TransformerShape(2, 0, 4, 16, 3, 100));
    }
}
