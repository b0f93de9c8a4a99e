/// How a budget is measured, whatever it is about.
///
/// A [dev.holdfast.bench.harness.Budget] answers [dev.holdfast.bench.harness.Row]s. Two sides of a
/// ratio are never measured one after the other: [dev.holdfast.bench.harness.Rounds] runs them in
/// turn, in an order that turns around every time, and the ratio is taken round by round. What the
/// machine does to one side it then mostly does to the other as well.
///
/// A figure is an [dev.holdfast.bench.harness.Estimate]: the median of the rounds and an interval
/// around it. A [dev.holdfast.bench.harness.Goal] is met or missed only if the whole interval says
/// so; otherwise it is *not resolved at this noise*, which is an answer and no failure.
///
/// Lifecycle and threads: values, made and read by the one thread that measures. Nothing here is
/// ever a test: a time that is asserted fails on the day when the machine is busy.
@NullMarked
package dev.holdfast.bench.harness;

import org.jspecify.annotations.NullMarked;
