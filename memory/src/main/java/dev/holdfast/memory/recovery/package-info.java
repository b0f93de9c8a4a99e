/// What is done when the device itself lets the manager down: a command does not end, a queue does
/// not answer, the device does not let go, or is gone.
///
///     first of its queue for too long ─► capture begins ─► reset of that command
///         └ idle queue: a marker first      ├ taken: it fails as REVOKED, those behind it run
///                                           └ cannot, or nothing comes of it: given up
///
/// The [dev.holdfast.memory.recovery.Watchdog] decides when, the
/// [dev.holdfast.memory.recovery.Recovery] does it, also by hand. A reset names the command that it
/// is meant for. With a device that can tell commands apart, who ends a moment before the reset is
/// not taken, nor is the next one; of a device that cannot, whichever runs is taken, and the wrong
/// one may pay for a hang that was none.
///
/// **Given up.** A device that cannot reset, or whose reset leads to nothing within another limit,
/// is given up: for good, and once the capture has what only a copy through the device can bring
/// it. That is waited for until another command does not end either, which may be the copy. Every
/// fence settles then. What the driver has fails as `UNSTOPPED`: it may write for as long as the
/// device is open, so its result alone is forced, and it is over once the
/// [dev.holdfast.memory.recovery.Quarantine] has been through. What the driver was never given
/// fails with the device, in its turn; work is refused from then on. A late report is ignored. A
/// device that is lost says so in a completion; from then on nothing is handed to it either, and
/// what it does not complete by itself the watchdog forces.
///
/// **The others.** A queue runs one command at a time, so besides the guilty one none has begun.
/// They stay where they are, by the contract of [dev.holdfast.device.Device#reset]; nothing is
/// queued again here. Those that need what the guilty one was to write fail with its fault.
///
/// **Leaving a device.** A [dev.holdfast.memory.recovery.Suspension] takes everything off a device,
/// so that it can be closed, and puts it on another:
///
///     RUNNING ─ door shut ─► LEAVING ─ drained, copied out, let go ─► AWAY ─► RETURNING ─► RUNNING
///                               └ any obstacle: door open, nothing has changed ──────────────┘
///
/// What is under way ends first, and so does whoever reads through a binding. The whole image is
/// reserved before the first byte is copied, everything is copied before anything is let go, and
/// letting go cannot fail. On the way back what was noted as bound is bound again; what a binding
/// says of itself is not asked. Page tables are not rewritten range by range: they are closed, and
/// made anew. After a loss the same is done with what can be saved.
///
/// **Ownership.** The devices are their callers'. A piece of an image belongs to its object until
/// that is overwritten or closed, and goes once no copy reads it; the parts of the manager know the
/// device by its [dev.holdfast.memory.recovery.DeviceSlot]. Who is guilty is counted at the client
/// whose launch was taken; a move belongs to the manager, and for it nobody is blamed. Moves that
/// were taken are repaired like any other.
///
/// **Threads.** A suspension runs on the stack of who asked for it and waits there; nobody else
/// waits for it, who is refused. The quarantine works under the ledger, called from the drain. The
/// watchdog has one worker, `recovery`, and one alarm; the ticker's thread only wakes the worker.
/// It calls the driver, always outside the ledger. A reset by hand runs on its caller's thread and
/// may meet the watchdog's: the device takes a command once.
///
/// **Invariants.** A capture of a command has begun before anything is done that would let it
/// retire. Nobody who waits for a command that was not stopped goes on before everything that
/// follows from it is done. Every command settles once.
///
/// Source: the kernel's heartbeats, engine resets and wedging, with the difference that there a
/// device that cannot be stopped leaves memory to whoever asks next.
@NullMarked
package dev.holdfast.memory.recovery;

import org.jspecify.annotations.NullMarked;
