package dev.holdfast.memory.submit;

/// Is told of every submission, under the ledger, before anything of it reaches the device: the
/// flight recorder's place, and the traces'. In the part in which nothing may fail: it must not
/// throw, and calls nobody's code but Holdfast's own.
@FunctionalInterface
public interface SubmissionLog {
    /// `request` has been placed and bound, and will be the command of that number.
    void submitted(Tenant tenant, Request request, long command);
}
