package dev.holdfast.memory.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetTableTest {
    @Test
    void agreesWithAMapWhateverHappens() {
        for (int shift : new int[] {0, 8, 20, 40}) {
            Random random = new Random(shift);
            OffsetTable<Integer> table = new OffsetTable<>();
            Map<Long, Integer> map = new HashMap<>();
            for (int step = 0; step < 60_000; step++) {
                long key = (long) random.nextInt(700) << shift;
                if (random.nextInt(step % 2_000 + 1) < 700) {
                    assertEquals(map.putIfAbsent(key, step) == null, table.add(key, step));
                } else {
                    assertEquals(map.remove(key), table.remove(key));
                }
                assertEquals(map.size(), table.size());
                long other = (long) random.nextInt(700) << shift;
                assertEquals(map.get(other), table.get(other));
            }
            Map<Integer, Integer> seen = new HashMap<>();
            table.forEach(value -> seen.merge(value, 1, Integer::sum));
            assertEquals(map.size(), seen.size());
        }
    }

    @Test
    void aKeyIsTakenOnceAndTheKeyThatStandsForNoneNever() {
        OffsetTable<String> table = new OffsetTable<>();
        table.add(-1, "first");
        assertFalse(table.add(-1, "second"));
        assertEquals("first", table.get(-1));
        assertThrows(IllegalArgumentException.class, () -> table.add(Long.MIN_VALUE, ""));
    }
}
