/// The command line: what a person types, and what they get to read.
///
/// [dev.holdfast.cli.Main] hands the arguments to picocli, which fills one object a command:
/// `replay`, `demo`, `devices`. A command checks what it was given, has the packages below do the
/// work, prints, and answers with an exit status: 0 if all is well, 1 if what was run is not, 2 if
/// it could not be run. Every complaint is one line on standard error; `OneLineErrors` sees to it
/// that nobody is ever shown a stack trace.
///
/// Below are `trace` (what to run), `optimum` (how little traffic it could do with), `replay`
/// (running it and verifying every word), `report` (telling what came of it) and `record` (writing
/// a trace of a program that runs).
///
/// Threads: a command runs on the main thread, which also submits. Commands own nothing that
/// outlives them.
package dev.holdfast.cli;
