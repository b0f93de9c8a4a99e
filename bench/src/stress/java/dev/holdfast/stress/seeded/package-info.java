/// The same tests of code with a bug that is known: a run that does not find each of them could not
/// have found the bug elsewhere either, and fails.
package dev.holdfast.stress.seeded;
