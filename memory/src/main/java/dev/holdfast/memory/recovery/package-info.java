/// What is done when the device itself lets the manager down.
///
/// So far that is [dev.holdfast.memory.recovery.Quarantine]: a command that was given up and not
/// stopped costs the memory that it may touch, and nobody's contents but those in that memory.
/// Watchdog, reset, loss of the device, suspend and resume are still to come.
///
/// **Threads.** Under the ledger, called from the drain. **Invariant:** nobody who waits for such a
/// command goes on before everything that follows from it is done.
///
/// Source: the kernel's forced settlement of fences, with the difference that there a device that
/// cannot be stopped is given up whole.
@NullMarked
package dev.holdfast.memory.recovery;

import org.jspecify.annotations.NullMarked;
