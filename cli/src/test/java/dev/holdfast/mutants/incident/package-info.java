/// What went wrong elsewhere, played on Holdfast: one scenario for each incident of
/// `docs/incidents.md`.
///
/// A scenario is deterministic. The real embedded device runs on stepped workers, and whatever may
/// run next is chosen as the incident needs it: the copy that came too early there is always chosen
/// first here, and only the fences hold it back. Kernels write words that say whose they are and
/// which version, and note every word that they read and that is not what it must be.
///
/// Each has a `main` of its own, to be run in a child process as it is and with one protection
/// taken out: exit 0 says that every word was right or refused by name, 3 that wrong words were
/// shown, with a line each that says which.
package dev.holdfast.mutants.incident;
