package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.TraceFigures;
import java.util.List;
import java.util.OptionalLong;

/// Everything that a replay has found.
///
/// @param figures of the trace as it was run: scaled, and with all tenants
/// @param options how it was run
/// @param clients how many tenants there were
/// @param deviceBytes how much device memory there was
/// @param hostBytes how much host memory there was
/// @param neededBytes how much device memory everything takes that is live at once, rounding and
///   what verifying takes included: 100 % of `--device-memory`
/// @param peakDeviceBytes how much of device memory was ever touched, as counted by the backend
/// @param optimalBytesToDevice what furthest-next-use moves; absent if the trace does not fit
/// @param faultsInjected how often something was made to go wrong
/// @param timing of the counted iterations
/// @param traffic of the counted iterations
/// @param verification of every word
/// @param captures what was captured
/// @param suspends what became of the suspensions
/// @param warnings what else went wrong that costs no result, such as a capture that could not be
///   written
/// @param leaks what was left behind, a line each
public record ReplayReport(
        TraceFigures figures,
        ReplayOptions options,
        int clients,
        long deviceBytes,
        long hostBytes,
        long neededBytes,
        long peakDeviceBytes,
        OptionalLong optimalBytesToDevice,
        long faultsInjected,
        ReplayTiming timing,
        Traffic traffic,
        Verification verification,
        List<CaptureReport> captures,
        Suspends suspends,
        List<String> warnings,
        List<String> leaks) {

    /// Takes its own copies of the lists.
    public ReplayReport {
        captures = List.copyOf(captures);
        warnings = List.copyOf(warnings);
        leaks = List.copyOf(leaks);
    }

    /// True if every read was verified and nothing leaked.
    public boolean isGood() {
        return verification.isComplete() && leaks.isEmpty();
    }
}
