package dev.holdfast.memory.submit;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.binding.Binding;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.residency.Admission;
import dev.holdfast.memory.residency.Residency;
import dev.holdfast.memory.residency.Use;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.schedule.ScheduledCommand;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Takes requests from check to schedule. Under the ledger.
public final class Submitter {
    private final Ledger ledger;
    private final Residency residency;
    private final Schedule schedule;
    private final Counters counters;
    private final SubmissionLog log;
    private final Staging staging;

    /// Places what is submitted by way of `residency` and `schedule`; tells `log` of it first.
    /// Snapshots are taken as `staging` says.
    public Submitter(
            Ledger ledger,
            Residency residency,
            Schedule schedule,
            Counters counters,
            SubmissionLog log,
            Staging staging) {
        this.ledger = ledger;
        this.residency = residency;
        this.schedule = schedule;
        this.counters = counters;
        this.log = log;
        this.staging = staging;
    }

    /// Places a request now, or refuses it and changes nothing.
    public SubmitOutcome place(Tenant tenant, Request request) {
        ledger.requireHeld();
        List<Use> uses = new ArrayList<>(request.parts().size());
        Optional<Refusal> refusal = schedule.lost().map(Refusal.DeviceLost::new);
        if (refusal.isEmpty()) {
            refusal = check(request, uses);
        }
        if (refusal.isEmpty()) {
            request.parts().forEach(part -> part.vma().leaveWithheldAddress());
            refusal = Admission.refusalOf(residency.makeResident(uses));
        }
        if (refusal.isPresent()) {
            counters.count(Counters.Counter.REFUSALS);
            return new SubmitOutcome.Refused(refusal.get());
        }
        return new SubmitOutcome.Submitted(commit(tenant, request, uses));
    }

    /// From here on nothing can fail.
    private Fence commit(Tenant tenant, Request request, List<Use> uses) {
        List<Dependency> dependencies = new ArrayList<>();
        Consumer<Dependency> each = dependencies::add;
        for (Use use : uses) {
            use.object().fences().blocking(use.access(), each);
        }
        List<BufferArgument> arguments = bind(request.parts(), dependencies);
        var launch =
                new Command.Launch(
                        request.kernel(),
                        arguments,
                        request.scalars(),
                        tenant.space().deviceSpace(),
                        request.dispatches());
        Submission submission = schedule(tenant, request, launch, dependencies);
        ScheduledCommand command = submission.command();
        for (Use use : uses) {
            use.object().fences().add(command.result(), command.over(), use.access());
            if (use.access().writes()) {
                use.object().advanceVersion();
            }
        }
        tenant.placed(submission);
        counters.count(Counters.Counter.SUBMISSIONS);
        if (!command.result().onSettled(submission)) {
            submission.settled(command.result());
        }
        return command.result();
    }

    /// The snapshot comes first: from the moment at which the schedule has it, a launch may run and
    /// retire on other threads. What is thrown in between gives it up again.
    private Submission schedule(
            Tenant tenant, Request request, Command.Launch launch, List<Dependency> dependencies) {
        long nowNanos = schedule.nanoTime();
        long number = schedule.nextNumber();
        Snapshot snapshot = Snapshot.of(tenant, request, launch, number, nowNanos, staging);
        boolean scheduled = false;
        try {
            log.submitted(tenant, request, number);
            ScheduledCommand command =
                    schedule.addLaunch(
                            launch,
                            tenant.id(),
                            dependencies,
                            snapshot,
                            request.limitNanos(),
                            nowNanos);
            scheduled = true;
            return new Submission(ledger, command, snapshot);
        } finally {
            if (!scheduled) {
                ledger.afterwards(snapshot::release);
            }
        }
    }

    private static List<BufferArgument> bind(List<Part> parts, List<Dependency> dependencies) {
        List<BufferArgument> arguments = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Binding binding = part.vma().bind(part.access().writes());
            Fence bound = binding.bound();
            if (!bound.isSettled() || bound.isFailed()) {
                dependencies.add(Dependency.data(bound));
            }
            arguments.add(
                    new BufferArgument(
                            part.vma().deviceAddress(),
                            binding.extents().ranges(),
                            part.vma().object().sizeBytes(),
                            part.access().writes()));
        }
        return arguments;
    }

    /// Checks every object and gathers them, each once, with everything that is done to it.
    private static Optional<Refusal> check(Request request, List<Use> uses) {
        for (Part part : request.parts()) {
            Optional<Refusal> refusal = Admission.check(part);
            if (refusal.isPresent()) {
                return refusal;
            }
            gather(uses, part.vma().object(), part.access());
        }
        return Optional.empty();
    }

    private static void gather(List<Use> uses, BufferObject object, Access access) {
        for (int i = 0; i < uses.size(); i++) {
            Use use = uses.get(i);
            if (use.object() == object) {
                uses.set(i, new Use(object, use.access().with(access)));
                return;
            }
        }
        uses.add(new Use(object, access));
    }
}
