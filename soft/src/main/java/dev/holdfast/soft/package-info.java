/// The embedded device: what a GPU does, done by this process.
///
/// A [dev.holdfast.soft.SoftDevice] has two heaps of memory outside the Java heap, of any size and
/// zero until touched ([dev.holdfast.soft.HeapStore]); three in-order queues
/// ([dev.holdfast.soft.SoftQueue]), each with a worker of its own; page tables
/// ([dev.holdfast.soft.SoftAddressSpace]); and kernels in Java, which reach memory through
/// [dev.holdfast.soft.KernelAccess] and in no other way. It can be as slow as a real device: copies
/// take the time that a [dev.holdfast.soft.Link] needs, kernels the time that they ask for, and no
/// thread is kept while that time passes.
///
/// **Ownership.** The device owns its memory in one arena that ends when it closes. It starts no
/// thread and reads no clock: both come from [dev.holdfast.device.Workers]. Address spaces and
/// kernels need no closing.
///
/// **Threads.** Any thread may call anything. A queue is run by the holder of its token, one thread
/// at a time; idle queues have no task anywhere. Completions are called on the queue's worker.
///
/// **Revocation.** Every access, a kernel's and a copy's, is bracketed by
/// [dev.holdfast.soft.Revocation]: after a reset has returned, the command that it took touches
/// nothing more. The thread that was running it cannot be stopped, only left behind; it is counted
/// until it comes back, and its queue goes on with another worker.
///
/// **Invariants.** A command completes exactly once, by whoever moves its ticket out of a phase;
/// completions of a queue come in hand-over order; bytes are in place before their completion; a
/// command that fails fails alone.
package dev.holdfast.soft;
