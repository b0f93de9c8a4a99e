package dev.holdfast.memory.recorder;

import java.util.Optional;

/// A command that the driver was given, or was about to be given, and had not reported.
///
/// @param handedOver when and where
/// @param what what it is: a submission, a move or a repeated move; empty where the log has
///   overwritten it
/// @param unstopped true if the driver did report it, as given up and not stopped
public record InFlight(
        FlightRecord.HandedOver handedOver, Optional<FlightRecord> what, boolean unstopped) {}
