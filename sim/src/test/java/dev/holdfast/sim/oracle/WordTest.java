package dev.holdfast.sim.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.sim.world.Chance;
import org.junit.jupiter.api.Test;

class WordTest {

    private static void assertKept(int client, int object, int version, int index) {
        long word = Word.of(client, object, version, index);
        assertTrue(Word.isWritten(word));
        assertEquals(client, Word.client(word));
        assertEquals(object, Word.object(word));
        assertEquals(version, Word.version(word));
        assertEquals(index, Word.index(word));
    }

    @Test
    void aWordSaysWhoWroteItWhereAndWhen() {
        assertKept(1, 0, 0, 0);
        assertKept(Word.CLIENTS, Word.OBJECTS, Word.VERSIONS, 0xFFFF);
        Chance chance = new Chance(3);
        for (int i = 0; i < 1000; i++) {
            assertKept(
                    chance.between(1, Word.CLIENTS),
                    chance.below(Word.OBJECTS + 1),
                    chance.below(Word.VERSIONS + 1),
                    chance.below(0x10000));
        }
    }

    @Test
    void zeroIsNoWord() {
        assertFalse(Word.isWritten(0));
    }

    @Test
    void aWordWithOneByteChangedIsNearlyAlwaysNone() {
        Chance chance = new Chance(4);
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            long word = Word.of(chance.between(1, 200), chance.below(500), chance.below(99), i);
            long changed = word ^ ((long) chance.between(1, 255) << (8 * chance.below(8)));
            taken += Word.isWritten(changed) ? 1 : 0;
        }
        assertTrue(taken < 100, taken + " of 10000 changed words were taken for written ones");
    }

    @Test
    void garbageIsNearlyNeverAWord() {
        Chance chance = new Chance(5);
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            taken += Word.isWritten(chance.next()) ? 1 : 0;
        }
        assertTrue(taken < 1000, taken + " of 100000 random words were taken for written ones");
    }
}
