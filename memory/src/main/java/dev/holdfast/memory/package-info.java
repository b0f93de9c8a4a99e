/// The facade: what a program sees of Holdfast.
///
/// A [dev.holdfast.memory.MemoryManager] owns one device's memory. Programs work through
/// [dev.holdfast.memory.Client]s, each with its own address space and window; own
/// [dev.holdfast.memory.BufferHandle]s, which are rights to buffer objects; and submit
/// [dev.holdfast.memory.Work]. Everything here composes and delegates: no class of this package
/// decides anything.
///
/// **Ownership.** The manager closes its clients, a client its handles. Owners close idempotently
/// and say what was left open; handles ([dev.holdfast.memory.BufferHandle],
/// [dev.holdfast.memory.HostMapping], [dev.holdfast.memory.Pin]) are closed once, and a second
/// close throws, because whoever closes twice no longer knows what they own.
///
/// **Threads.** Everything may be called from any thread, but not from a raw fence callback.
/// Nothing waits but what says so: `await`, mapping, and `submit` with a full window.
package dev.holdfast.memory;
