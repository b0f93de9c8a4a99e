/// The schedule: commands that wait in software until they may go to a device queue.
///
/// A backend's queue takes no waits, so whoever hands a command over has waited already. A
/// [dev.holdfast.memory.schedule.ScheduledCommand] waits until each of its dependencies has
/// settled, or is an earlier command of the *same* in-order queue that was handed over before it.
/// Then it is ready, and its [dev.holdfast.memory.schedule.Lane] hands it over in turn: urgent
/// commands (repairs) first, then clients in rotation, and a client's own commands oldest first. So
/// a command is overtaken at most once by every other client. Only dependencies order; a client
/// that waits holds up nobody else.
///
/// **Threads.** Order is decided under the ledger and carried out outside it: ready commands move
/// under the ledger to the lane's outbox, and whoever holds the lane's hand-over token submits the
/// outbox to the driver, in that order. Completions arrive on any thread; they settle the result
/// fence at once and leave the rest to the drain. Nothing polls, nothing waits.
///
/// **Outcome.** A command's outcome is its own fault, else the first fault of its data
/// dependencies, whatever the device reported. A command whose data dependency has failed before
/// its turn is skipped, but not before everything it waits for has settled, so that those who wait
/// behind it need not know.
///
/// **Cancelling** removes the launch and nothing else: a cancelled command keeps its place in the
/// order and settles as cancelled when its turn comes.
package dev.holdfast.memory.schedule;
