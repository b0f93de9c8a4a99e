/// What must hold of fences in every order that the hardware and the compilers allow.
package dev.holdfast.stress.fence;
