/// What an oracle says, and in which words.
///
/// A [dev.holdfast.sim.oracle.Word] is 64 bits that say who wrote them, into which object, when and
/// where, so that a wrong word tells what went wrong: it is *stale*, *foreign* or *garbage*. A
/// [dev.holdfast.sim.oracle.Verdict] keeps the first violation of a promise that anybody reports,
/// from wherever it was seen: a kernel, a fence's callback, a client.
///
/// Ownership, threads: words are numbers; a verdict belongs to one episode and its thread.
/// Invariant: a verdict that has been reached does not change.
package dev.holdfast.sim.oracle;
