/// Host mappings: letting the CPU at an object's bytes.
///
/// Mapping is one of the few places where a caller waits, because it asks to: until the object's
/// own fences have settled and its bytes have arrived in a host backing that is one piece. While a
/// mapping exists, submissions that conflict with it are refused; so no fence ever waits for an
/// unmap, which only the caller can bring about.
///
/// [dev.holdfast.memory.mapping.Mapper] decides under the ledger and waits outside it. A mapping
/// that is being waited for counts already, so nothing can slip in between; if the wait fails or is
/// interrupted it is taken back and nothing has changed but the place of the bytes. Only one that
/// was to overwrite everything may have given the content up by then; the object then carries a
/// fault.
///
/// An owner who only reads what he lent himself, and nobody has written since, is shown that: no
/// copy, no host memory, no wait. Writers are kept off by the mapping as by any other.
///
/// **Order of unmapping.** The segment dies first, then the pin goes: nobody can hold a live
/// segment over space that has been handed on.
package dev.holdfast.memory.mapping;
