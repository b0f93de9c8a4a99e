/// The budgets, measured: `./dev bench`.
///
/// [dev.holdfast.bench.Main] runs the budgets that are asked for and prints a table: what, the
/// goal, the figure with its interval, the verdict. It exits with zero if they ran, whatever they
/// say: a time is no test, and one that was measured beside other people's work is not even a
/// verdict. How to run and read it is in `docs/benchmarks.md`; what is measured, in
/// [dev.holdfast.bench.budget]; how, in [dev.holdfast.bench.harness].
///
/// Threads: one, besides those of the devices that the budgets open. Lifecycle: a program. The
/// budgets of replaying traces are not here: `./holdfast replay` measures them, and the table ends
/// with the commands.
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
