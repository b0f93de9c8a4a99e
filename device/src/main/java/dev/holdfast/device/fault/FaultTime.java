package dev.holdfast.device.fault;

/// Which visits of a [FaultSite] are hit.
public sealed interface FaultTime {

    /// The `count`-th visit, counted from one.
    record Nth(long count) implements FaultTime {}

    /// This share of the visits, chosen by the plan's seed.
    record Share(double fraction) implements FaultTime {}

    /// Every visit.
    record Always() implements FaultTime {}

    /// Parses `#17`, `5%` or `always`.
    static FaultTime parse(String text) {
        if (text.equals("always")) {
            return new Always();
        }
        try {
            if (text.startsWith("#")) {
                long count = Long.parseLong(text.substring(1));
                if (count >= 1) {
                    return new Nth(count);
                }
            } else if (text.endsWith("%")) {
                double percent = Double.parseDouble(text.substring(0, text.length() - 1));
                if (percent >= 0 && percent <= 100) {
                    return new Share(percent / 100);
                }
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the message that says what is allowed
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" does not say when: #17, 5% or always");
    }
}
