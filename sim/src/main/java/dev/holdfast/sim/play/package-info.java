/// One episode: the life of a manager, played on one thread.
///
/// An [dev.holdfast.sim.play.Episode] opens a device and a manager on it, lets a
/// [dev.holdfast.sim.play.Scheduler] choose among everything that may happen next (the oldest task
/// of any worker, an alarm, a client's turn), and brings it to an end in which everything must
/// settle and nothing may be left. What clients do is in [dev.holdfast.sim.play.Actions].
///
/// **The oracle.** Beside the manager, and knowing nothing of how it works, stands the
/// [dev.holdfast.sim.play.Truth]: of each object the content that whoever comes next must meet, of
/// each piece of work what it must find and what it makes. [dev.holdfast.sim.play.Words] looks at
/// every word that a kernel or a mapping shows; [dev.holdfast.sim.play.FaultJudge] and
/// [dev.holdfast.sim.play.RefusalJudge] ask of each result and each refusal whether there was a
/// reason for it. What they find goes to the verdict and is never a fault of the simulated program,
/// for a fault could be one that is expected.
///
/// **Waiting.** A client that waits, for a mapping or a full window, does so inside its call; the
/// episode goes on from there, other clients' turns included, down to some depth. So a call may
/// find the world changed when it returns, as it may on real threads.
///
/// **Beside the manager.** Clients also use objects by commands of their own, which no queue of the
/// manager's sees, and have the device adopt memory of theirs. For both there is a
/// [dev.holdfast.sim.outside.SharedDevice] under everything else. Whoever waits for such a use
/// cannot end it while somebody else waits inside his call, as he could on a thread of his own; so
/// nobody begins another wait meanwhile.
///
/// Ownership, threads: an episode owns all of it, on the thread that plays it. Invariant: the same
/// seed and shape give the same steps, to the last word of a message.
package dev.holdfast.sim.play;
