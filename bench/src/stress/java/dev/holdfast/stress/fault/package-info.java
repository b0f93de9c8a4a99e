/// What must hold of fault plans, which several queues ask at once.
package dev.holdfast.stress.fault;
