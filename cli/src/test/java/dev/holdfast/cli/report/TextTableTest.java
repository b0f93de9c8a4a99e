package dev.holdfast.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void theFirstColumnIsLeftAlignedAndTheOthersRight() {
        TextTable table = new TextTable("what", "µs").row("a", "1").row("longer", "1000");

        assertEquals(
                List.of("what       µs", "─────────────", "a           1", "longer   1000"),
                table.lines());
        assertEquals("longer   1000", table.lastLine());
    }

    @Test
    void aRowThatIsToComeCanReserveItsWidth() {
        TextTable table = new TextTable("a", "b").reserve("", "12345");

        assertEquals("a       b", table.head().getFirst());
        assertThrows(IllegalArgumentException.class, () -> table.row("one"));
    }
}
