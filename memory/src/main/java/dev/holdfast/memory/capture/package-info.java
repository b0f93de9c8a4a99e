/// Captures: the first fault, what the device was executing from, kept until somebody takes it.
///
/// A [dev.holdfast.memory.capture.Capture] is a value, for files and people. Placements in it are
/// those of the submission and not today's: state runs ahead, so an object that a hung kernel runs
/// from may have been moved several times since. Bytes are those at the time of the capture, and
/// they are there only if they had arrived before the first of them was read; what is missing or
/// cut says why ([dev.holdfast.memory.capture.Contents]).
///
/// **Ownership.** A capture refers to nothing of the manager's: its bytes are copies in memory of
/// their own, alive for as long as somebody refers to them. What a capture may cost is in
/// [dev.holdfast.memory.capture.CaptureLimits].
///
/// **Lifecycle.** [dev.holdfast.memory.capture.Capturing] begins one, before anything that would
/// let the guilty command retire; it is finished by a worker, and kept until it is taken. While one
/// is made or kept, no other begins. How, and on which threads, is told by
/// `dev.holdfast.memory.capture.making`.
///
/// **Threads.** Values may be read anywhere. **Invariant:** nothing that a capture does or fails to
/// do is ever the program's fault to bear (P9).
package dev.holdfast.memory.capture;
