package dev.holdfast.sim.shape;

import java.util.BitSet;
import java.util.stream.Collectors;

/// Turns of clients that do not happen, by their numbers: `0-12+15+20-999`. What a turn does
/// follows from its number and the seed alone, so that leaving one out changes the others as little
/// as can be; that is how an episode is made smaller.
public final class Skips {
    /// None.
    public static final Skips NONE = new Skips(new BitSet());

    private final BitSet turns;

    private Skips(BitSet turns) {
        this.turns = turns;
    }

    /// Reads what [#toString] writes; throws [IllegalArgumentException] for anything else.
    public static Skips parse(String text) {
        BitSet turns = new BitSet();
        for (String range : text.split("\\+", -1)) {
            if (!range.matches("[0-9]{1,9}(-[0-9]{1,9})?")) {
                throw new IllegalArgumentException("\"" + range + "\" is no range of turns");
            }
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = Integer.parseInt(range.substring(dash + 1));
            turns.set(first, Math.max(first, last) + 1);
        }
        return new Skips(turns);
    }

    /// These and all from `first` to `last`.
    public Skips and(int first, int last) {
        BitSet more = (BitSet) turns.clone();
        more.set(first, last + 1);
        return new Skips(more);
    }

    /// True if this turn does not happen.
    public boolean has(int turn) {
        return turns.get(turn);
    }

    /// True if all turns happen.
    public boolean isEmpty() {
        return turns.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Skips skips && skips.turns.equals(turns);
    }

    @Override
    public int hashCode() {
        return turns.hashCode();
    }

    @Override
    public String toString() {
        return turns.stream()
                .filter(turn -> turn == 0 || !turns.get(turn - 1))
                .mapToObj(first -> range(first, turns.nextClearBit(first) - 1))
                .collect(Collectors.joining("+"));
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
