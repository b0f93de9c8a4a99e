package dev.holdfast.memory.recorder;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Names by number, so that a record need not spell them. One thread at a time.
///
/// Names have a ring of their own, as long as that of the records. One that was written longer ago
/// than a quarter of it is written anew when it is next needed: whatever a record refers to stays
/// until three quarters of the ring have been written once more. A submission of K objects needs at
/// most K + 3 names and comes to K + 3 records, hand-over and completion included. So even where
/// every name is new the younger half of the records has all of theirs, unless more submissions
/// wait than an eighth of the ring; where names recur the older half has them too.
final class FlightNames {
    private static final int MOST_KNOWN = 8192;

    private final Slots slots;
    private final int stale;
    private final @Nullable String[] known;
    private final int[] numbers;
    private long newest;

    FlightNames(Slots slots, int count) {
        this.slots = slots;
        this.stale = count / 4;
        int entries = Math.min(count, MOST_KNOWN);
        known = new @Nullable String[entries];
        numbers = new int[entries];
    }

    /// The number of `name`, which is written if it has to be. Allocates only then.
    int number(String name) {
        int hash = name.hashCode();
        int entry = (hash ^ (hash >>> 16)) & (numbers.length - 1);
        String before = known[entry];
        if (before != null && (int) newest - numbers[entry] < stale && before.equals(name)) {
            return numbers[entry];
        }
        known[entry] = name;
        numbers[entry] = write(name);
        return numbers[entry];
    }

    private int write(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, FlightFormat.NAME_BYTES);
        while (length < text.length && (text[length] & 0xc0) == 0x80) {
            length--;
        }
        byte[] slot = new byte[FlightFormat.NAME_BYTES + 2];
        slot[0] = (byte) length;
        slot[1] = (byte) (length < text.length ? 1 : 0);
        System.arraycopy(text, 0, slot, 2, length);
        long[] words = new long[slot.length / Long.BYTES];
        Arrays.setAll(words, i -> word(slot, i * Long.BYTES));
        newest++;
        if ((int) newest == 0) {
            newest++;
        }
        slots.write(newest, words[0], words[1], words[2], words[3], words[4], words[5]);
        return (int) newest;
    }

    static long word(byte[] bytes, int from) {
        long word = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            word = (word << 8) | (bytes[from + i] & 0xff);
        }
        return word;
    }
}
