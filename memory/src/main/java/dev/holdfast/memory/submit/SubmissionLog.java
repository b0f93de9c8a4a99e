package dev.holdfast.memory.submit;

/// Is told of every submission, under the ledger, before anything of it reaches the device: the
/// room for the flight recorder and for traces.
@FunctionalInterface
public interface SubmissionLog {
    /// `request` has been placed.
    void submitted(Tenant tenant, Request request);
}
