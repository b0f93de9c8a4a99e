package dev.holdfast.sim.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    private final ShapeDraw draw =
            new ShapeDraw(
                    new FaultMenu(
                            List.of(
                                    List.of("copy-in:fail@5%", "copy-in:fail@50%"),
                                    List.of("clear:fail@#3"))));

    @Test
    void aSeedAlwaysDrawsTheSameShape() {
        assertEquals(draw.draw(7).toString(), draw.draw(7).toString());
        assertNotEquals(draw.draw(7).toString(), draw.draw(8).toString());
    }

    @Test
    void theTextOfAShapeMakesItOfAnyOther() {
        for (long seed = 0; seed < 200; seed++) {
            Shape shape = draw.draw(seed);
            Shape other = draw.draw(seed + 1000);
            Shape again = other.overriddenBy(shape.differenceTo(other));
            assertEquals(shape.toString(), again.toString());
            assertEquals("", again.differenceTo(shape));
        }
    }

    @Test
    void turnsThatAreLeftOutAreWrittenAsRanges() {
        Skips skips = Skips.NONE.and(3, 7).and(8, 8).and(20, 20).and(0, 0);
        assertEquals("0+3-8+20", skips.toString());
        assertEquals(skips, Skips.parse("0+3-8+20"));
        assertTrue(skips.has(5) && !skips.has(9) && !skips.has(19));
        Shape shape = Shape.least().withSkips(skips);
        assertEquals(skips, Shape.least().overriddenBy(shape.toString()).skips());
        assertThrows(IllegalArgumentException.class, () -> Skips.parse("1-x"));
    }

    @Test
    void whatIsNotNamedStaysAsItWas() {
        Shape shape = draw.draw(3).overriddenBy("clients=1,faults=none,without=map+pin");
        assertEquals(1, shape.get(Dial.CLIENTS));
        assertEquals(List.of(), shape.faults());
        assertEquals(Set.of(ActionKind.MAP, ActionKind.PIN), shape.without());
        assertEquals(draw.draw(3).get(Dial.OBJECTS), shape.get(Dial.OBJECTS));
    }

    @Test
    void seedsDrawAllSortsOfShapes() {
        Set<String> faults = new HashSet<>();
        Set<ActionKind> without = new HashSet<>();
        for (long seed = 0; seed < 300; seed++) {
            faults.addAll(draw.draw(seed).faults());
            without.addAll(draw.draw(seed).without());
        }
        assertEquals(3, faults.size());
        assertTrue(without.size() > 8, without.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clients",
                "clients=many",
                "clients=0",
                "visible=101",
                "colour=1",
                "without=sleep"
            })
    void whatMakesNoSenseIsSaid(String text) {
        var wrong =
                assertThrows(
                        IllegalArgumentException.class, () -> Shape.least().overriddenBy(text));
        assertTrue(String.valueOf(wrong.getMessage()).length() > 10);
    }
}
