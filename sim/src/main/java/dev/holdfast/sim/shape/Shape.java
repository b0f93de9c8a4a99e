package dev.holdfast.sim.shape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an episode is like. Immutable.
public final class Shape {
    private static final String FAULTS = "faults";
    private static final String WITHOUT = "without";
    private static final String SKIP = "skip";
    private static final String NONE = "none";

    private final EnumMap<Dial, Integer> dials;
    private final List<String> faults;
    private final Set<ActionKind> without;
    private final Skips skips;

    private Shape(
            EnumMap<Dial, Integer> dials,
            List<String> faults,
            Set<ActionKind> without,
            Skips skips) {
        this.dials = dials;
        this.faults = faults;
        this.without = without;
        this.skips = skips;
    }

    /// A shape whose every dial is as low as it goes, in which nothing goes wrong and everything is
    /// done.
    public static Shape least() {
        EnumMap<Dial, Integer> dials = new EnumMap<>(Dial.class);
        for (Dial dial : Dial.values()) {
            dials.put(dial, dial.least());
        }
        return new Shape(dials, List.of(), Set.of(), Skips.NONE);
    }

    /// The value of a dial.
    public int get(Dial dial) {
        return dials.getOrDefault(dial, dial.least());
    }

    /// The faults, each as a SPEC.
    public List<String> faults() {
        return faults;
    }

    /// True if clients do this.
    public boolean does(ActionKind kind) {
        return !without.contains(kind);
    }

    /// With another value of one dial.
    public Shape with(Dial dial, int value) {
        if (value < dial.least() || value > dial.most()) {
            throw new IllegalArgumentException(
                    dial.text() + "=" + value + ": from " + dial.least() + " to " + dial.most());
        }
        EnumMap<Dial, Integer> changed = new EnumMap<>(dials);
        changed.put(dial, value);
        return new Shape(changed, faults, without, skips);
    }

    /// With other faults.
    public Shape withFaults(List<String> specs) {
        return new Shape(dials, List.copyOf(specs), without, skips);
    }

    /// In which clients do none of `kinds`.
    public Shape without(Collection<ActionKind> kinds) {
        Set<ActionKind> none = EnumSet.noneOf(ActionKind.class);
        none.addAll(kinds);
        return new Shape(dials, faults, none, skips);
    }

    /// What clients do not do.
    public Set<ActionKind> without() {
        return without;
    }

    /// In which these turns of clients do not happen.
    public Shape withSkips(Skips turns) {
        return new Shape(dials, faults, without, turns);
    }

    /// The turns of clients that do not happen.
    public Skips skips() {
        return skips;
    }

    /// What makes this shape of `other`: only what differs, to be parsed again.
    public String differenceTo(Shape other) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<Dial, Integer> each : dials.entrySet()) {
            if (other.get(each.getKey()) != each.getValue()) {
                parts.add(each.getKey().text() + "=" + each.getValue());
            }
        }
        if (!faults.equals(other.faults)) {
            parts.add(FAULTS + "=" + (faults.isEmpty() ? NONE : String.join("+", faults)));
        }
        if (!without.equals(other.without)) {
            List<String> names = without.stream().map(ActionKind::text).toList();
            parts.add(WITHOUT + "=" + (names.isEmpty() ? NONE : String.join("+", names)));
        }
        if (!skips.equals(other.skips)) {
            parts.add(SKIP + "=" + (skips.isEmpty() ? NONE : skips.toString()));
        }
        return String.join(",", parts);
    }

    /// This shape, overridden by `text`: what [#differenceTo] writes. Throws
    /// [IllegalArgumentException] with one line that says which part is wrong.
    public Shape overriddenBy(String text) {
        Shape shape = this;
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("\"" + part + "\" is not KEY=VALUE");
            }
            String value = part.substring(equals + 1);
            shape =
                    switch (part.substring(0, equals)) {
                        case FAULTS -> shape.withFaults(words(value));
                        case WITHOUT ->
                                shape.without(words(value).stream().map(Shape::kind).toList());
                        case SKIP ->
                                shape.withSkips(
                                        value.equals(NONE) ? Skips.NONE : Skips.parse(value));
                        default -> shape.with(dial(part.substring(0, equals)), number(part, value));
                    };
        }
        return shape;
    }

    private static List<String> words(String value) {
        return value.equals(NONE) ? List.of() : List.of(value.split("\\+", -1));
    }

    private static int number(String part, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("\"" + part + "\" is not a number", noNumber);
        }
    }

    private static Dial dial(String text) {
        for (Dial dial : Dial.values()) {
            if (dial.text().equals(text)) {
                return dial;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is nothing that a shape has");
    }

    private static ActionKind kind(String text) {
        for (ActionKind kind : ActionKind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is nothing that clients do");
    }

    @Override
    public String toString() {
        return differenceTo(least());
    }
}
