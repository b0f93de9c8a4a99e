/// A soak: `./dev soak`.
///
/// Four threads, each with a client of its own, use one manager for minutes. Objects have random
/// sizes from one byte to all that the device allows, device memory is so small that something is
/// evicted all the time, and one copy, clear, repair and kernel in a hundred fails. Every word that
/// is read anywhere is compared with a model; every refusal and every failure must have a reason.
/// At the end nothing may be left, and the process may not have grown.
///
/// With `--rude` everything around the manager misbehaves as well: drivers, callbacks and listeners
/// throw, files and lent memory vanish ([dev.holdfast.soak.rude]). Every failure must then go back
/// to something that was really thrown, and nothing else may happen.
///
/// [dev.holdfast.soak.Main] reads the command line, [dev.holdfast.soak.Soak] runs it.
/// [dev.holdfast.soak.MemoryWatch] looks at the process; what is played, and how it is judged, is
/// in [dev.holdfast.soak.play]; what the bytes are, in [dev.holdfast.soak.content].
///
/// A run is not repeated by its seed: the threads are real. The seed says what each of them does
/// next and which visits of a site are hit. For runs that can be repeated there is the simulator.
@NullMarked
package dev.holdfast.soak;

import org.jspecify.annotations.NullMarked;
