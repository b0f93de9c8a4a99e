/// Captures: the first fault, what the device was executing from, kept until somebody takes it.
///
/// A [dev.holdfast.memory.capture.Capture] is a value, for files and people. Placements in it are
/// those of the submission and not today's: state runs ahead, so an object that a hung kernel runs
/// from may have been moved several times since. Bytes are those at the time of the capture.
///
/// **Lifecycle.** [dev.holdfast.memory.capture.Capturing] begins one, before anything that would
/// let the guilty command retire.
package dev.holdfast.memory.capture;
