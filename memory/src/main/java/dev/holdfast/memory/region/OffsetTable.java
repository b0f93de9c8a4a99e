package dev.holdfast.memory.region;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is at an offset (or under another number): a hash table from longs, without boxing.
/// `Long.MIN_VALUE` is no key.
///
/// Open addressing with linear probing, at most half full. Removing closes the gap by moving later
/// entries back, so there are no tombstones and a lookup costs the same after a billion changes as
/// after one. Nothing depends on the order in which entries lie.
final class OffsetTable<T> {
    private static final long NOTHING = Long.MIN_VALUE;
    private static final int SMALLEST = 16;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[SMALLEST];
    private @Nullable Object[] values = new Object[SMALLEST];
    private int size;
    private int shift = Long.SIZE - Integer.numberOfTrailingZeros(SMALLEST);

    OffsetTable() {
        Arrays.fill(keys, NOTHING);
    }

    int size() {
        return size;
    }

    @Nullable T get(long key) {
        return at(find(key));
    }

    /// Adds an entry; false, and no change, if the key has one.
    boolean add(long key, T value) {
        if (key == NOTHING) {
            throw new IllegalArgumentException("a key that stands for none");
        }
        int index = find(key);
        if (keys[index] == key) {
            return false;
        }
        keys[index] = key;
        values[index] = value;
        size++;
        if (size > keys.length / 2) {
            grow();
        }
        return true;
    }

    /// Removes the entry of `key`, if there is one, and answers its value.
    @Nullable T remove(long key) {
        int index = find(key);
        T removed = at(index);
        if (removed != null) {
            size--;
            closeGap(index);
        }
        return removed;
    }

    /// Hands over every value, in no order that may be relied on.
    void forEach(Consumer<? super T> action) {
        for (int index = 0; index < keys.length; index++) {
            T value = at(index);
            if (value != null) {
                action.accept(value);
            }
        }
    }

    @SuppressWarnings("unchecked") // only T goes in
    private @Nullable T at(int index) {
        return (T) values[index];
    }

    /// Where `key` is, or the gap where it would go.
    private int find(long key) {
        int index = home(key);
        while (keys[index] != key && keys[index] != NOTHING) {
            index = (index + 1) & (keys.length - 1);
        }
        return index;
    }

    private int home(long key) {
        // offsets have only zeros below and often above: both ends must reach every bit
        long mixed = (key ^ (key >>> 32)) * MIX;
        return (int) (((mixed ^ (mixed >>> 29)) * MIX) >>> shift);
    }

    /// An entry further on may move into the gap unless its home lies between the gap and itself:
    /// then a search from its home would never pass the gap.
    private void closeGap(int removed) {
        int mask = keys.length - 1;
        int gap = removed;
        int index = (gap + 1) & mask;
        while (keys[index] != NOTHING) {
            int distanceFromHome = (index - home(keys[index])) & mask;
            int distanceFromGap = (index - gap) & mask;
            if (distanceFromHome >= distanceFromGap) {
                keys[gap] = keys[index];
                values[gap] = values[index];
                gap = index;
            }
            index = (index + 1) & mask;
        }
        keys[gap] = NOTHING;
        values[gap] = null;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[Math.multiplyExact(oldKeys.length, 2)];
        values = new Object[keys.length];
        shift--;
        Arrays.fill(keys, NOTHING);
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != NOTHING) {
                int index = find(oldKeys[old]);
                keys[index] = oldKeys[old];
                values[index] = oldValues[old];
            }
        }
    }
}
