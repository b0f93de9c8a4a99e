package dev.holdfast.memory.capture;

/// All scenarios of captures that a device is stepped through by hand.
public interface CaptureSuite
        extends CaptureContract,
                CaptureHoldContract,
                CaptureFailureContract,
                CapturedHangContract {}
