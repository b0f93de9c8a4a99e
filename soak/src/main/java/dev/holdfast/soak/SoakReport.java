package dev.holdfast.soak;

import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.soak.play.Count;
import dev.holdfast.soak.play.Tally;
import dev.holdfast.soak.rude.Rudeness;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What came of a soak.
///
/// @param options what it was to be
/// @param elapsed how long
/// @param violation the first thing that was wrong
/// @param tally what the lanes have done
/// @param counters what the manager has counted
/// @param plan what went wrong on purpose
/// @param rudeness what was rude around the manager
public record SoakReport(
        SoakOptions options,
        Duration elapsed,
        Optional<String> violation,
        Tally tally,
        Counters counters,
        FaultPlan plan,
        Rudeness rudeness) {
    private static final String INJECTED = "injected: ";

    /// Everything that was counted, by its name for people.
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (Count count : Count.values()) {
            if (rudeness.isRude() || !count.isOfRudeness()) {
                figures.put(count.text(), tally.get(count));
            }
        }
        for (FaultSpec spec : plan.specs()) {
            String action = spec.action().getClass().getSimpleName().toLowerCase(Locale.ROOT);
            figures.put(INJECTED + spec.site().text() + ' ' + action, plan.injected(spec));
        }
        figures.putAll(rudeness.figures());
        for (Counters.Counter counter : Counters.Counter.values()) {
            long total = counters.get(counter);
            if (total > 0) {
                String name = counter.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                figures.put("manager: " + name, total);
            }
        }
        return figures;
    }
}
