package dev.holdfast.memory.submit;

import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.work.Refusal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What clients use by commands of their own, and how much that may be. Under the ledger.
///
/// A use that is not ended in time keeps its memory out of circulation until its owner says that it
/// has ended. From the first late use on that is bounded: its client is not given another, and the
/// objects of all uses that have not ended, whosever they are, may have half of the device's
/// memory: what is more is refused. While none is late there is no such bound, for whoever ends his
/// uses in time may have as many under way as he likes. What is adopted is no memory of the
/// device's and does not count.
public final class OpenUses {
    private static final int SHARE = 2;

    private final Ledger ledger;
    private final LongSupplier deviceBytes;

    // guarded by the ledger
    private final Tally all = new Tally();
    private final Map<Tenant, Set<Entry>> late = new HashMap<>();

    /// One use.
    private static final class Entry {
        private final Tenant tenant;
        private final Request request;
        private boolean over;

        Entry(Tenant tenant, Request request) {
            this.tenant = tenant;
            this.request = request;
        }
    }

    /// Which objects are in use, how often each, and their bytes.
    private static final class Tally {
        private final Map<BufferObject, Integer> objects = new HashMap<>();
        private long usedBytes;

        long bytesNotIn(Request request) {
            Set<BufferObject> counted = new HashSet<>();
            long[] bytes = new long[1];
            forEachObject(
                    request,
                    object -> {
                        if (!objects.containsKey(object) && counted.add(object)) {
                            bytes[0] += object.sizeBytes();
                        }
                    });
            return bytes[0];
        }

        void add(Request request) {
            forEachObject(request, this::add);
        }

        void remove(Request request) {
            forEachObject(request, this::remove);
        }

        private void add(BufferObject object) {
            if (objects.merge(object, 1, Integer::sum) == 1) {
                usedBytes += object.sizeBytes();
            }
        }

        private void remove(BufferObject object) {
            if (objects.merge(object, -1, Integer::sum) == 0) {
                objects.remove(object);
                usedBytes -= object.sizeBytes();
            }
        }
    }

    /// Nothing is in use. `deviceBytes` is how much device memory there is.
    public OpenUses(Ledger ledger, LongSupplier deviceBytes) {
        this.ledger = ledger;
        this.deviceBytes = deviceBytes;
    }

    /// Why `tenant` may not use the objects of `request`, if so. Changes nothing.
    public Optional<Refusal> refusal(Tenant tenant, Request request) {
        ledger.requireHeld();
        Set<Entry> expired = late.get(tenant);
        if (expired != null) {
            Request first = expired.iterator().next().request;
            return Optional.of(new Refusal.UseExpired(first.name(), bytes(first)));
        }
        if (late.isEmpty()) {
            return Optional.empty();
        }
        long limitBytes = deviceBytes.getAsLong() / SHARE;
        long moreBytes = all.bytesNotIn(request);
        return moreBytes <= limitBytes - all.usedBytes
                ? Optional.empty()
                : Optional.of(new Refusal.TooMuchInUse(moreBytes, all.usedBytes, limitBytes));
    }

    private static long bytes(Request request) {
        long[] bytes = new long[1];
        forEachObject(request, object -> bytes[0] += object.sizeBytes());
        return bytes[0];
    }

    private static void forEachObject(Request request, Consumer<BufferObject> action) {
        for (Part part : request.parts()) {
            BufferObject object = part.vma().object();
            if (!object.isAdopted()) {
                action.accept(object);
            }
        }
    }

    /// The use of `request` was accepted, and will settle as `result` does. It has ended when
    /// `turn` says so.
    public void accepted(Tenant tenant, Request request, Turn turn, Fence result) {
        ledger.requireHeld();
        Entry entry = new Entry(tenant, request);
        all.add(request);
        ledger.afterwards(() -> {
            after(result, fence -> turn.settled(fence));
            after(turn.expired(), fence -> ledger.drain().post(() -> expired(entry)));
            after(turn.through(), fence -> ledger.drain().post(() -> ended(entry)));
        });
    }

    private static void after(Fence fence, Consumer<Fence> action) {
        if (!fence.onSettled(Consequence.of(action::accept))) {
            action.accept(fence);
        }
    }

    private void expired(Entry entry) {
        if (!entry.over) {
            late.computeIfAbsent(entry.tenant, tenant -> new LinkedHashSet<>()).add(entry);
        }
    }

    private void ended(Entry entry) {
        entry.over = true;
        all.remove(entry.request);
        Set<Entry> expired = late.get(entry.tenant);
        if (expired != null && expired.remove(entry) && expired.isEmpty()) {
            late.remove(entry.tenant);
        }
    }
}
