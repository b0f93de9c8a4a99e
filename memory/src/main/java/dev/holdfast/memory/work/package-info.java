/// The words in which work is asked for and answered: what an access is, what became of a
/// submission, why something was refused.
///
/// Values only. Expected outcomes are sealed types, so that a caller who handles them all is told
/// by the compiler when there is a new one; `orThrow()` is for callers who expect none but the good
/// one. Refusals name the thing, its size and what can be done.
///
/// Lifecycle and threads: immutable, owned by nobody, safe everywhere. Invariant: a refusal means
/// that nothing has changed.
package dev.holdfast.memory.work;
