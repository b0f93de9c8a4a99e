/// What is in the objects of a soak, and how it is written and checked.
///
/// Every word names the object that it was written to, the version of its content and its own place
/// ([dev.holdfast.soak.content.Words]). What an object must hold is a list of spans
/// ([dev.holdfast.soak.content.Contents]). Kernels do [dev.holdfast.soak.content.Step]s: they
/// compare a span with what it must be, then write another, and leave what they have found in a
/// report, an object like any other. There is the same kernel in Java
/// ([dev.holdfast.soak.content.StepKernel]) and in OpenCL C (`step.cl`).
///
/// All of it is values and pure functions, for any thread.
@NullMarked
package dev.holdfast.soak.content;

import org.jspecify.annotations.NullMarked;
