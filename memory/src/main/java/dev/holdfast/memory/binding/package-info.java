/// Device addresses: where a client's kernels find an object, and for how long.
///
/// A [dev.holdfast.memory.binding.Vma] is a range of one client's address space that belongs to one
/// object for as long as the client has a handle on it: the address is stable while the bytes move.
/// A [dev.holdfast.memory.binding.Binding] is one life of it: the extent list that it maps, from
/// bind to unbind.
///
/// **Addresses that a launch may still use.** A launch that was not stopped may use the addresses
/// that it was given for as long as the device is open, whatever is mapped there by then. So they
/// leave circulation with their guards, as its memory does: nothing is mapped there again, a bind
/// that was waiting to do so fails, and a vma at such an address moves to another before its next
/// launch. A page table on another device begins without them.
///
/// Neither binding nor unbinding waits. A bind is work behind the arrival of the bytes and behind
/// every pending unbind that it overlaps, guard included; if the bytes are lost, nothing is ever
/// mapped. An unbind is work behind everyone who uses the object, and then behind everyone who
/// *holds* the binding: a capture that still reads through it, say. Only then does the unbind fence
/// settle, and that fence is among those for which the memory's next owner waits.
///
/// **Holds.** The count begins at one, the vma's own. Holding fails at zero. The last to let go
/// settles the unbind fence **first** and leaves the tree of pending unbinds afterwards, through
/// the drain, so that it takes no lock that somebody might hold while waiting for that fence.
///
/// **Threads.** Everything under the ledger but hold, unhold and the page-table updates, which run
/// wherever the last dependency settles. On devices without address spaces the same life cycle runs
/// and maps nothing.
///
/// Source: i915's vma resources, with the interval tree of pending unbinds.
package dev.holdfast.memory.binding;
