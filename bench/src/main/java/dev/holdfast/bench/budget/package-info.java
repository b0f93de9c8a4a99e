/// The budgets themselves: one class each, on the embedded device with real threads and real time.
///
/// A [dev.holdfast.bench.budget.Rig] is a device with a manager and a client, opened and closed by
/// the budget that uses it. Everything goes through the public facade, but for the region, which is
/// measured by itself, and the sides that a ratio is held against: the device's own queue, plain
/// copies, and another allocator.
///
/// Threads: the budget's own thread submits; the device's and the manager's threads do the rest, as
/// they do for users. Nothing is pinned to a core. Lifecycle: what a budget opens it closes, and a
/// manager that leaks anything throws when it closes, here as everywhere.
@NullMarked
package dev.holdfast.bench.budget;

import org.jspecify.annotations.NullMarked;
