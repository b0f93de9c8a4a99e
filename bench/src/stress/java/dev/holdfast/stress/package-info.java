/// The parts without locks, under jcstress and Lincheck: `./dev stress`.
///
/// jcstress runs two threads over fresh states, millions of times, compiled in several ways, on the
/// real hardware: it sees what the memory model allows. Lincheck chooses the interleavings of a few
/// calls itself and looks whether the results could have come from some order of them; it knows
/// nothing of weak memory. Beside each test stand known bugs ([dev.holdfast.stress.BugIn]), small
/// copies of the mechanism with one protection left out: a run that does not find each of them
/// could not have found the bug in the real code either, and fails.
///
/// **Where tests live.** What is package-private is tested from its own package; the class path has
/// no modules. All else is in a package of this one.
///
/// **What is not here, and why.**
///
/// - `Trampoline`, `SignallingSection`, `LockMark`, `OwedActions`: one object a thread, touched by
///   no other. There is nothing to race.
/// - `FaultyQueue`, `FaultDice`, `Gate`: under their own monitors or the ledger; tests step them.
/// - `KernelAccess` and the runner enter and leave by [dev.holdfast.soft.AccessAgainstRevoke]'s
///   `Revocation` alone, once a tile.
/// - Lincheck has no part in what weak memory alone can break (`Revocation`, payloads behind a
///   fence, the mark before the fence): it would pass whatever the code does. Nor in `SoftQueue`
///   and `Lane`, whose calls answer nothing from which an order could be told: what must hold there
///   is that nothing is left behind, and jcstress asks that. Nor in `Region`, where all but one
///   callback is under the ledger.
/// - Lincheck misses objects that only lambdas given to threads refer to, and fails on virtual
///   threads: models here are plain classes with operations.
package dev.holdfast.stress;
