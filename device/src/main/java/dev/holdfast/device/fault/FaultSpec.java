package dev.holdfast.device.fault;

/// One line of a [FaultPlan]: `copy-in:fail@5%`.
///
/// @param site where
/// @param action what
/// @param time when
public record FaultSpec(FaultSite site, FaultAction action, FaultTime time) {

    /// Parses `SITE:ACTION@WHEN`; throws [IllegalArgumentException] with one line that says which
    /// part is wrong.
    public static FaultSpec parse(String text) {
        int colon = text.indexOf(':');
        int at = text.indexOf('@', colon + 1);
        if (colon < 0 || at < 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a fault: write SITE:ACTION@WHEN, as copy-in:fail@5%");
        }
        return new FaultSpec(
                FaultSite.parse(text.substring(0, colon)),
                FaultAction.parse(text.substring(colon + 1, at)),
                FaultTime.parse(text.substring(at + 1)));
    }
}
