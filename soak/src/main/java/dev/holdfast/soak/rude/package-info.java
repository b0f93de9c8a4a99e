/// Rude surroundings: everything around a manager that throws, refuses or disappears.
///
/// [dev.holdfast.soak.rude.Rudeness] says when, by the soak's seed, and keeps count of each
/// [dev.holdfast.soak.rude.Kind]. [dev.holdfast.soak.rude.RudeDevice] is a driver that throws;
/// [dev.holdfast.soak.rude.RudeClients] are callbacks, executors, a capture listener and a trace
/// sink that do. [dev.holdfast.soak.rude.Uncaught] hears of what was thrown and nobody caught.
///
/// Whatever is thrown carries a mark that nobody else can make: the kind, a number, and a key that
/// follows from both and from the seed. So whoever judges a failure knows whether its reason was
/// really given, without a list of all that were.
///
/// All of it is thread-safe and holds no lock while it calls anybody.
@NullMarked
package dev.holdfast.soak.rude;

import org.jspecify.annotations.NullMarked;
