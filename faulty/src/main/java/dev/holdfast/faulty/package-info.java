/// A device on which things go wrong on purpose.
///
/// A [dev.holdfast.faulty.FaultyDevice] decorates any other and asks a
/// [dev.holdfast.device.fault.FaultPlan] at each command what shall happen to it. The device behind
/// does all work and never hears of it: what happens is made of ordinary commands.
///
/// | action | at | what |
/// |---|---|---|
/// | `fail` | copies, clears, kernels | *harm*, and the fault |
/// | `delay=…` | the same | all of it, and the completion later; the queue waits |
/// | `hang` | the same | harm, and nothing more until a reset takes it; the queue waits |
/// | `linger` | the same | harm, the fault `UNSTOPPED` in its place, and writes long afterwards |
/// | `reorder` | the same | all of it; the completion behind another queue's, on another thread |
/// | `lose` | the device | told first, then device memory is poisoned, then every command fails |
///
/// *Harm* is a part of the work and garbage over the rest, never all right: for a copy or a clear
/// another copy ([dev.holdfast.faulty.Wreck]), for a kernel another kernel
/// ([dev.holdfast.faulty.BrokenKernel]) that writes through the launch's own addresses. Writes of a
/// [dev.holdfast.faulty.Straggler] go to the *places* that the command was given, whoever has them
/// by then: they are what proves that nobody has. A kernel's places are the ranges of its writable
/// arguments; where there are address spaces it writes through its own addresses too, whatever is
/// mapped there by then, and if that is nothing the device behind refuses the write.
///
/// **Order.** The plan is asked in submission order, so that a run is repeated by its seed: what
/// happens depends on seed, site and visit alone, and with stepped workers every byte does.
/// Commands are handed on, and completed, in that order too ([dev.holdfast.faulty.Line]): a failing
/// command completes in its place, and behind a delayed or hanging one the queue waits. No
/// completion is held back for ever but that of a hanging command.
///
/// **Ownership.** The decorator owns the device that it decorates and closes it, once no straggler
/// is writing; see [dev.holdfast.faulty.FaultyDevice#close]. It starts no thread and reads no
/// clock.
///
/// **Threads.** As the device behind it. Each queue keeps what has not completed under its line's
/// monitor, the stragglers have one of their own, and nobody but the ticker is called while either
/// is held. A loss proceeds on a worker ([dev.holdfast.faulty.Loss]); whoever submits the command
/// by which the device is lost does not wait for it.
///
/// **Limits.** A reset is passed to the device behind unless the command that completes next is
/// held back here; it could then meet a straggler's write, which takes microseconds, instead of a
/// caller's command. Poison touches every page of device memory.
///
/// **Invariants.** Every command completes once, in order. A command that was made to fail leaves
/// at least one word wrong, whatever was there before. After a reset nothing more is written by the
/// command that it took, after a close nothing by anybody. An empty plan changes nothing.
package dev.holdfast.faulty;
