/// What must hold of the ledger's drain in every order that the hardware and the compilers allow.
package dev.holdfast.stress.ledger;
