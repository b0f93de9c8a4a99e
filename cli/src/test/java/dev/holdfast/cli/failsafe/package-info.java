/// Failing copies from end to end: the manager on the embedded device, on real threads.
package dev.holdfast.cli.failsafe;
