/// Small programs that use Holdfast, each for one thing that people do with more data than a card
/// holds. Each is one file, takes `--device soft` (the default) or `--device opencl`, checks its
/// answer against the CPU, and ends with exit status 0 only if the two agree.
///
/// What they share is [dev.holdfast.examples.Session]: how a device and a manager of its memory are
/// opened and closed. A kernel appears twice where it appears: in OpenCL C, and in Java for the
/// embedded device, which needs no driver.
package dev.holdfast.examples;
