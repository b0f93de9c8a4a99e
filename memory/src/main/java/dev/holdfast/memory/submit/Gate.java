package dev.holdfast.memory.submit;

import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceCallback;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.migrate.Unwatched;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Where submissions wait for foreign fences: one queue a client, each in order.
///
/// The thread that settles a foreign fence is the user's, inside a signalling section: it only
/// wakes the gate's worker, which takes the ledger and places what has become ready.
public final class Gate {
    private final Ledger ledger;
    private final Submitter submitter;
    private final Unwatched unwatched;
    private final Workers workers;
    private final Executor worker;

    /// A gate in front of `submitter`; its worker sees moves through that are left `unwatched`.
    public Gate(Ledger ledger, Submitter submitter, Unwatched unwatched, Workers workers) {
        this.ledger = ledger;
        this.submitter = submitter;
        this.unwatched = unwatched;
        this.workers = workers;
        this.worker = workers.worker("gate");
    }

    /// Places a request at once if nothing is before it, else has it wait its turn.
    public SubmitOutcome pass(Tenant tenant, Request request) {
        ledger.requireHeld();
        if (tenant.deferred().isEmpty() && request.foreign().isEmpty()) {
            return submitter.place(tenant, request);
        }
        if (tenant.deferred().isEmpty() && request.foreign().stream().allMatch(Fence::isSettled)) {
            Optional<Fault> fault = new Deferred(request).foreignFault();
            if (fault.isPresent()) {
                Fault reason = foreignFailed(fault.get());
                spoil(request, reason);
                return new SubmitOutcome.Submitted(Fence.failed(reason));
            }
            return submitter.place(tenant, request);
        }
        Deferred deferred = new Deferred(request);
        tenant.deferred().addLast(deferred);
        ledger.afterwards(() -> watch(tenant, deferred));
        return new SubmitOutcome.Submitted(deferred.promise());
    }

    private void watch(Tenant tenant, Deferred deferred) {
        FenceCallback wake = Consequence.of(fence -> wake(tenant));
        boolean late = true;
        for (Fence fence : deferred.request().foreign()) {
            late &= !fence.onSettled(wake);
        }
        if (late) {
            wake(tenant);
        }
        if (!deferred.request().foreign().isEmpty()) {
            limit(tenant, deferred);
        }
    }

    /// Without a clock nobody would end the wait: then it ends now.
    private void limit(Tenant tenant, Deferred deferred) {
        Ticker.Alarm alarm;
        try {
            alarm =
                    workers.ticker()
                            .schedule(
                                    deferred.request().deadline().toNanos(),
                                    () -> due(tenant, deferred));
        } catch (Throwable thrown) {
            ForeignCode.threw(thrown);
            ledger.drain().post(() -> expired(tenant, deferred, "there was no clock for its wait"));
            return;
        }
        // whose clock it is is not known: it may throw
        if (!deferred.promise().onSettled(fence -> alarm.cancel())) {
            ForeignCode.afterwards(alarm::cancel);
        }
    }

    private void due(Tenant tenant, Deferred deferred) {
        ForeignCode.hand(
                worker,
                () -> expire(tenant, deferred),
                () ->
                        ledger.drain()
                                .post(() -> {
                                    expired(tenant, deferred, waited(deferred));
                                    giveUpReady(tenant);
                                }));
    }

    /// Without a worker nobody may place what has become ready, and whoever waits for it is told.
    private void wake(Tenant tenant) {
        ForeignCode.hand(
                worker,
                () -> advance(tenant),
                () -> ledger.drain().post(() -> giveUpReady(tenant)));
    }

    /// Under the ledger.
    private void giveUpReady(Tenant tenant) {
        Deferred head = tenant.deferred().peekFirst();
        while (head != null && head.isReady()) {
            tenant.deferred().removeFirst();
            giveUp(head, Fault.of(FaultKind.REFUSED, "there was no worker to place it"));
            head = tenant.deferred().peekFirst();
        }
    }

    /// Places everything at the head of the client's queue that waits for nothing any more.
    private void advance(Tenant tenant) {
        boolean more = true;
        while (more) {
            more = unwatched.seeingThrough(() -> advanceOne(tenant));
        }
    }

    /// True if there was something to place, and may be more.
    private boolean advanceOne(Tenant tenant) {
        Deferred head = tenant.deferred().peekFirst();
        if (head == null || !head.isReady()) {
            return false;
        }
        tenant.deferred().removeFirst();
        place(tenant, head);
        return true;
    }

    private void place(Tenant tenant, Deferred deferred) {
        Optional<Fault> fault = deferred.foreignFault();
        if (fault.isPresent()) {
            giveUp(deferred, foreignFailed(fault.get()));
            return;
        }
        switch (submitter.place(tenant, deferred.request())) {
            case SubmitOutcome.Submitted(Fence result) ->
                    ledger.afterwards(() -> follow(deferred, result));
            case SubmitOutcome.Refused(Refusal.DeviceLost(Fault lost)) -> giveUp(deferred, lost);
            case SubmitOutcome.Refused(Refusal reason) ->
                    giveUp(deferred, Fault.of(FaultKind.REFUSED, reason.message()));
            case SubmitOutcome.WindowFull full ->
                    throw new IllegalStateException("placing does not look at the window");
        }
    }

    private static void follow(Deferred deferred, Fence result) {
        if (!result.onSettled(Consequence.of(deferred.promise()::settleLike))) {
            deferred.promise().settleLike(result);
        }
    }

    private void expire(Tenant tenant, Deferred deferred) {
        try (var _ = ledger.enter()) {
            expired(tenant, deferred, waited(deferred));
        }
        advance(tenant);
    }

    /// Under the ledger.
    private void expired(Tenant tenant, Deferred deferred, String why) {
        if (!deferred.isReady() && tenant.deferred().remove(deferred)) {
            giveUp(deferred, Fault.of(FaultKind.DEADLINE_PASSED, why));
        }
    }

    private static String waited(Deferred deferred) {
        return "\""
                + deferred.request().name()
                + "\" waited "
                + deferred.request().deadline()
                + " for a foreign fence";
    }

    private void giveUp(Deferred deferred, Fault reason) {
        spoil(deferred.request(), reason);
        deferred.giveUp(ledger, reason);
    }

    /// What accepted work was to write and never will carries its fault, as after a kernel that was
    /// skipped: what comes behind it must not read what was there before as if nothing had
    /// happened.
    private static void spoil(Request request, Fault reason) {
        for (Part part : request.parts()) {
            BufferObject object = part.vma().object();
            boolean itsOwn = part.vma().mayWrite() && !part.vma().isRevoked();
            if (part.access().writes() && itsOwn && !object.isClosed()) {
                object.fences().spoil(reason);
                object.advanceVersion();
            }
        }
    }

    private static Fault foreignFailed(Fault cause) {
        return Fault.causedBy(
                FaultKind.DEPENDENCY_FAILED, "a foreign fence failed before the work began", cause);
    }
}
