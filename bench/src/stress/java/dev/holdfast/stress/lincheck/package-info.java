/// What calls may answer, in every interleaving that Lincheck tries; the models with a known bug
/// beside the others.
package dev.holdfast.stress.lincheck;
