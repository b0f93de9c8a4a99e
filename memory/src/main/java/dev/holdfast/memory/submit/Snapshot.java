package dev.holdfast.memory.submit;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.memory.binding.Binding;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.schedule.FailureListener;
import dev.holdfast.memory.schedule.ScheduledCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a submission runs from, as it was when it was submitted: for every object where it was and
/// which version, and holds on the bindings of those that are flagged for capture. While they last,
/// their memory is not reused.
///
/// Taken before anything of the submission can reach the device. What it says of places it shares
/// with the launch, which shares it with the extent lists: nothing is copied. Its holds are the
/// submission's, which gives them up when it retires; a capture that has begun by then has holds of
/// its own, and what the snapshot says stays for as long as somebody refers to it. An object that
/// there was no room to hold is left out, and the submission is none the wiser.
public final class Snapshot implements FailureListener {
    private final Tenant tenant;
    private final Request request;
    private final Command.Launch launch;
    private final long number;
    private final long submittedNanos;
    private final long[] versions;
    private final SnapshotListener listener;

    // by part; null if nothing is flagged, or nothing was kept
    private final @Nullable Binding @Nullable [] held;

    private Snapshot(
            Tenant tenant,
            Request request,
            Command.Launch launch,
            long number,
            long submittedNanos,
            Staging staging) {
        this.tenant = tenant;
        this.request = request;
        this.launch = launch;
        this.number = number;
        this.submittedNanos = submittedNanos;
        this.listener = staging.listener();
        List<Part> parts = request.parts();
        versions = new long[parts.size()];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = parts.get(i).vma().object().version();
        }
        held = hold(parts, staging);
    }

    /// Takes the snapshot of a launch that is bound and not scheduled, under the ledger: of the
    /// command of that number, submitted at that time.
    static Snapshot of(
            Tenant tenant,
            Request request,
            Command.Launch launch,
            long number,
            long submittedNanos,
            Staging staging) {
        return new Snapshot(tenant, request, launch, number, submittedNanos, staging);
    }

    /// Every binding is current, so no hold can fail.
    private static @Nullable Binding @Nullable [] hold(List<Part> parts, Staging staging) {
        @Nullable Binding @Nullable [] holds = null;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Binding binding = part.vma().current();
            if (part.captured() && staging.hasRoom() && binding != null && binding.hold()) {
                holds = holds == null ? new Binding[parts.size()] : holds;
                holds[i] = binding;
            }
        }
        return holds;
    }

    /// Gives the holds up; once. Outside the ledger: the last one settles a fence.
    void release() {
        if (held != null) {
            for (Binding binding : held) {
                if (binding != null) {
                    binding.unhold();
                }
            }
        }
    }

    /// True if it holds nothing.
    boolean isEmpty() {
        return held == null;
    }

    @Override
    public void failing(ScheduledCommand command, Fault fault) {
        listener.failing(this, command, fault);
    }

    /// Whose it is.
    public Tenant tenant() {
        return tenant;
    }

    /// What was asked for.
    public Request request() {
        return request;
    }

    /// The number of its command.
    public long number() {
        return number;
    }

    /// When it was submitted, by the manager's clock.
    public long submittedNanos() {
        return submittedNanos;
    }

    /// Where its `part`-th object was.
    public BufferArgument argument(int part) {
        return launch.arguments().get(part);
    }

    /// The version of its `part`-th object that it found.
    public long version(int part) {
        return versions[part];
    }

    /// What it holds of its `part`-th object: nothing, if that is not flagged or there was no room.
    public @Nullable Binding held(int part) {
        return held == null ? null : held[part];
    }
}
