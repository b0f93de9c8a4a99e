package dev.holdfast.soak.rude;

import java.util.BitSet;
import java.util.ConcurrentModificationException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When somebody is rude, and a mark for each time. Thread-safe.
public final class Rudeness {
    private static final Pattern MARK =
            Pattern.compile("rude\\[([A-Z_]+) ([0-9]{1,15}) ([0-9a-f]+)]");
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final boolean rude;
    private final long seed;
    private final AtomicLong draws = new AtomicLong();
    private final Map<Kind, AtomicLong> given = new EnumMap<>(Kind.class);
    private final Map<Kind, BitSet> used = new EnumMap<>(Kind.class);

    /// What a mark says.
    ///
    /// @param kind what was rude
    /// @param number the how manieth time
    public record Mark(Kind kind, long number) {}

    private Rudeness(boolean rude, long seed) {
        this.rude = rude;
        this.seed = seed;
        for (Kind kind : Kind.values()) {
            given.put(kind, new AtomicLong());
            used.put(kind, new BitSet());
        }
    }

    /// Nobody is ever rude.
    public static Rudeness none() {
        return new Rudeness(false, 0);
    }

    /// Drawn from that seed.
    public static Rudeness of(long seed) {
        return new Rudeness(true, mix(seed ^ 0x52554445L));
    }

    /// False if nobody is.
    public boolean isRude() {
        return rude;
    }

    /// True once in so many times; never, if nobody is rude.
    public boolean oneIn(int times) {
        return rude && below(times) == 0;
    }

    /// A number from zero to that, exclusive.
    public int below(int end) {
        return (int) Long.remainderUnsigned(mix(seed + GOLDEN * draws.incrementAndGet()), end);
    }

    /// Something was rude, once more: the mark of it.
    public String mark(Kind kind) {
        long number = count(kind);
        return "rude[%s %d %x]".formatted(kind, number, key(kind, number));
    }

    /// Something was rude that says nothing. Answers how often it was.
    public long count(Kind kind) {
        return Objects.requireNonNull(given.get(kind)).incrementAndGet();
    }

    /// How often it was.
    public long given(Kind kind) {
        return Objects.requireNonNull(given.get(kind)).get();
    }

    /// The mark in a text, if there is one that was really given.
    public Optional<Mark> markIn(String text) {
        Matcher found = MARK.matcher(text);
        if (!rude || !found.find()) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(found.group(1))) {
                long number = Long.parseLong(found.group(2));
                boolean genuine =
                        number > 0
                                && number <= given(kind)
                                && found.group(3).equals(Long.toHexString(key(kind, number)));
                return genuine ? Optional.of(new Mark(kind, number)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// True if a text has anything that looks like a mark.
    public static boolean isMarked(String text) {
        return MARK.matcher(text).find();
    }

    /// Takes the mark in a text as the reason of one thing: true if it was given, is of that kind
    /// and was nobody's reason before.
    public boolean use(String text, Kind kind) {
        Optional<Mark> mark = markIn(text).filter(each -> each.kind() == kind);
        if (mark.isEmpty()) {
            return false;
        }
        BitSet taken = Objects.requireNonNull(used.get(kind));
        int number = Math.toIntExact(mark.get().number());
        synchronized (taken) {
            boolean fresh = !taken.get(number);
            taken.set(number);
            return fresh;
        }
    }

    /// How many marks of a kind were somebody's reason.
    public long used(Kind kind) {
        BitSet taken = Objects.requireNonNull(used.get(kind));
        synchronized (taken) {
            return taken.cardinality();
        }
    }

    /// An exception with a mark: it promises that nothing was done.
    RuntimeException exception(Kind kind) {
        String mark = mark(kind);
        return switch (below(4)) {
            case 0 -> new IllegalStateException(mark);
            case 1 -> new UnsupportedOperationException(mark);
            case 2 -> new ConcurrentModificationException(mark);
            default -> new RuntimeException(mark);
        };
    }

    /// An error with a mark: it promises nothing.
    Error error(Kind kind) {
        String mark = mark(kind);
        return switch (below(5)) {
            case 0 -> new OutOfMemoryError(mark);
            case 1 -> new StackOverflowError(mark);
            case 2 -> new UnsatisfiedLinkError(mark);
            case 3 -> new InternalError(mark);
            default -> new AssertionError(mark);
        };
    }

    /// How often everything was, by its name for people.
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        if (rude) {
            given.forEach((kind, times) -> figures.put("rude: " + kind.text(), times.get()));
        }
        return figures;
    }

    private long key(Kind kind, long number) {
        return mix(seed ^ mix(number * Kind.values().length + kind.ordinal()));
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
