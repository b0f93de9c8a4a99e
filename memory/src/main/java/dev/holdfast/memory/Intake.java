package dev.holdfast.memory;

import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.submit.Request;
import dev.holdfast.memory.submit.SubmitterStack;
import dev.holdfast.memory.submit.Turn;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Where work comes in, for the device or for a caller's own code.
///
/// @param parts what takes it on
/// @param workers by which a caller waits who uses objects himself
/// @param options how long that may last, and whether stacks are kept
/// @param open throws, under the ledger, unless a client may submit
record Intake(Assembly parts, Workers workers, MemoryOptions options, Consumer<Client> open) {
    private static final List<Class<?>> FACADE =
            List.of(MemoryManager.class, Client.class, Intake.class);

    SubmitOutcome submit(Client client, Work work) {
        SignallingSection.forbid("submitting");
        work.requireOutside(false);
        return pass(client, request(client, work));
    }

    /// Places everything as for a kernel and waits until it is the caller's turn. Interrupted, it
    /// gives the turn up; what was to be written carries that then.
    UseOutcome use(Client client, Work work) throws InterruptedException {
        SignallingSection.forbid("waiting to use objects");
        work.requireOutside(true);
        long limitNanos = work.limitNanos(options.foreignDeadline());
        var turn = new Turn(work.name(), workers.ticker(), limitNanos);
        return switch (pass(client, request(client, work).by(turn))) {
            case SubmitOutcome.Refused(Refusal reason) -> new UseOutcome.Refused(reason);
            case SubmitOutcome.WindowFull(Fence fence) -> new UseOutcome.WindowFull(fence);
            case SubmitOutcome.Submitted submitted -> await(turn, work);
        };
    }

    private UseOutcome await(Turn turn, Work work) throws InterruptedException {
        boolean arrived = false;
        try {
            var _ = workers.await(turn.begun());
            arrived = true;
        } finally {
            if (!arrived) {
                turn.leave();
            }
        }
        Optional<Fault> fault = turn.begun().fault();
        return fault.isPresent()
                ? new UseOutcome.Refused(new Refusal.ContentFault(work.name(), fault.get()))
                : new UseOutcome.InUse(new Use(turn, work.handles()));
    }

    private Request request(Client client, Work work) {
        List<StackFrame> stack =
                options.capturing().submitterStacks() ? SubmitterStack.take(FACADE) : List.of();
        return work.toRequest(client, options.foreignDeadline(), options.watchdog(), stack);
    }

    private SubmitOutcome pass(Client client, Request request) {
        parts.capturer().setAside(request.parts());
        return parts.placing(() -> {
            open.accept(client);
            Optional<Refusal> refusal = refusal(client, request);
            if (refusal.isPresent()) {
                parts.counters().count(Counters.Counter.REFUSALS);
                return new SubmitOutcome.Refused(refusal.get());
            }
            if (client.tenant().isFull()) {
                return new SubmitOutcome.WindowFull(client.tenant().oldest());
            }
            SubmitOutcome outcome = parts.gate().pass(client.tenant(), request);
            if (outcome instanceof SubmitOutcome.Submitted(Fence result)
                    && request.kernel() instanceof Turn turn) {
                parts.uses().accepted(client.tenant(), request, turn, result);
            }
            return outcome;
        });
    }

    private Optional<Refusal> refusal(Client client, Request request) {
        Optional<Refusal> shut = parts.door().refusal();
        return shut.isEmpty() && request.kernel() instanceof Turn
                ? parts.uses().refusal(client.tenant(), request)
                : shut;
    }
}
