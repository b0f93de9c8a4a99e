/// The parts without locks, under jcstress: `./dev stress`.
package dev.holdfast.stress;
