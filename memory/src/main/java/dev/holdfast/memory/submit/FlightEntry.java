package dev.holdfast.memory.submit;

import dev.holdfast.memory.binding.Binding;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.FlightRecorder;
import dev.holdfast.memory.recorder.ObjectUse;
import java.util.List;

/// Writes submissions into a flight recorder: whose they are, what runs, and from where. Under the
/// ledger.
///
/// @param recorder where to
public record FlightEntry(FlightRecorder recorder) implements SubmissionLog {
    @Override
    public void submitted(Tenant tenant, Request request, long command) {
        try {
            record(tenant, request, command);
        } catch (Throwable thrown) {
            // a kernel's name is a backend's to say
            recorder.stop(thrown);
        }
    }

    private void record(Tenant tenant, Request request, long command) {
        List<Part> parts = request.parts();
        long at =
                recorder.submitted(
                        command,
                        tenant.id(),
                        tenant.name(),
                        request.name(),
                        request.kernel().name(),
                        parts.size());
        // by index: this is on the way of every submission, and an iterator would be garbage
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Binding binding = part.vma().current();
            if (binding != null) {
                BufferObject object = part.vma().object();
                recorder.uses(
                        at,
                        command,
                        i,
                        ObjectUse.How.of(part.access().reads(), part.access().writes()),
                        object.id(),
                        object.name(),
                        object.sizeBytes(),
                        object.version(),
                        binding.extents().ranges());
            }
        }
    }
}
