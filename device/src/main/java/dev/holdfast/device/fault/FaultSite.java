package dev.holdfast.device.fault;

import java.util.Arrays;
import java.util.Locale;

/// The places where a [FaultPlan] can make something go wrong.
public enum FaultSite {
    /// A copy command whose target is device memory.
    COPY_IN,
    /// A copy command whose source is device memory and whose target is not.
    COPY_OUT,
    /// A fill command.
    CLEAR,
    /// A kernel launch.
    KERNEL,
    /// An allocation of the manager's own bookkeeping.
    BOOKKEEPING,
    /// The copy by the CPU that repairs a failed device copy.
    HOST_COPY,
    /// The device as a whole: every command that is submitted to it, of any kind.
    DEVICE;

    /// The name as it is written in a fault SPEC: `copy-in`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static FaultSite parse(String text) {
        return Arrays.stream(values())
                .filter(site -> site.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "\""
                                        + text
                                        + "\" is not a fault site: one of "
                                        + Arrays.stream(values()).map(FaultSite::text).toList()));
    }
}
