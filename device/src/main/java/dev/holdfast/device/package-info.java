/// The service-provider interface: what a backend does, in as few words as possible.
///
/// A [dev.holdfast.device.Device] has *heaps* (device memory, and host memory that its queues can
/// reach), three in-order *queues* (copy-in, copy-out, compute), optionally *address spaces* and
/// optionally *reset*. A queue takes [dev.holdfast.device.Command]s, runs them strictly in the
/// order in which they were submitted, one after the other, and reports each one's completion or
/// fault once. It takes no waits: whoever submits has waited already. A backend holds no policy:
/// which bytes live where, and when, is decided above it.
///
/// **Ownership.** Whoever opens a device closes it, after all commands have completed. Heap ranges
/// are numbers; the backend checks them against the heap's size and knows no owners.
///
/// **Adopted memory.** A backend may make memory that somebody else has made a range of its device
/// heap ([dev.holdfast.device.AdoptedMemory]); the numbers of such ranges lie beyond the heap, and
/// are kept by [dev.holdfast.device.Adoptions]. It is let go once: by whoever claimed it, or when
/// the device is closed.
///
/// **Lent memory.** What a caller lends to a copy ([dev.holdfast.device.CopySource.Lent]) may
/// disappear before the copy is over. A backend reads it on a thread of its own and by the one
/// method that says so, and the copy then fails with
/// [dev.holdfast.device.fault.FaultKind#SOURCE_LOST].
///
/// **Threads.** All methods may be called from any thread and none may block on a command.
/// Completions arrive on any thread, possibly before `submit` has returned. Threads and time come
/// from [dev.holdfast.device.Workers], so the same backend runs on real threads or is stepped by
/// hand in virtual time.
///
/// **Faults.** A command that fails reports a [dev.holdfast.device.fault.Fault] through its
/// completion. Methods throw only on misuse.
package dev.holdfast.device;
