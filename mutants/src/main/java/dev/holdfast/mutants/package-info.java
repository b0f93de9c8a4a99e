/// Ours minus one protection, to see whether anybody notices.
///
/// A check that cannot fail is no check. So for each protection there is a *mutant*: the same
/// program with one or two lines of one class changed, in the way in which somebody could well get
/// them wrong. A *control* is the same thing, made to be compared with instead of to be caught.
///
/// **What one is.** A [dev.holdfast.mutants.Definition] is a small text file in
/// `mutants/definitions`: which promise breaks, which source file, which text is there and what
/// takes its place. [dev.holdfast.mutants.Mutation] applies it to the sources of the
/// [dev.holdfast.mutants.Checkout]; a text that is not there exactly once is an error, so a mutant
/// cannot outlive the line that it was made for. [dev.holdfast.mutants.PatchCompiler] compiles what
/// came of it against the modules that run, [dev.holdfast.mutants.RunningModules], and a
/// [dev.holdfast.mutants.ChildJvm] runs any program of those modules with the
/// [dev.holdfast.mutants.Patch] in place. Nothing of the parent changes: a mutant lives and dies
/// with its process.
///
/// **Who looks.** A [dev.holdfast.mutants.Campaign] runs the simulator on a mutant, seed by seed.
/// It is caught where the oracle or the structure walk names one of the promises that its
/// definition gives. That its own assertion trips does not count: then the assertion is the check,
/// and the simulator has shown nothing.
///
/// **Order and threads.** Single-threaded, each step after the last. A compiled patch is kept in
/// `.holdfast/mutants`, named after what it was made of; it appears there whole or not at all, so
/// two processes may build the same one at a time.
///
/// Not shipped: a program that has Holdfast as a library has no use for this module.
@NullMarked
package dev.holdfast.mutants;

import org.jspecify.annotations.NullMarked;
