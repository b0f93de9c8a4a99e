/// Replays: a trace run on a device with real bytes, every word of which is verified.
///
/// [dev.holdfast.cli.replay.Replay] opens a rig (device and manager), a client for each tenant, and
/// submits the trace's operations through `ReplayClient`s on one thread. Each operation is one
/// launch of the `VerifyKernel`: it checks what it reads against what the `WorkingSet` said, at
/// submission, would be there by then, and writes the next content. What it finds goes to the
/// `Tally`, by the operation's number, and counts once the operation's fence has settled well.
///
/// **Words.** [dev.holdfast.cli.replay.WordPattern] makes words that name buffer, version and
/// place, so that a wrong one can be told apart as stale, foreign or garbage by `WordJudge`. The
/// digest is a hash of what was really read, and of all there is in the end; it depends on the
/// trace, its tenants and the number of iterations, and not on how much memory there was, what was
/// repaired on the way, or in which order things ran.
///
/// **Ownership, threads.** A replay owns its rig and closes it; what is held then is a leak, and
/// reported. Working set and clients belong to the submitting thread; the tally is added to from
/// any. Reports and options are values.
package dev.holdfast.cli.replay;
