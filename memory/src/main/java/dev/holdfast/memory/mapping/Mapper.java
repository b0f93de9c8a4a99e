package dev.holdfast.memory.mapping;

import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.migrate.Unwatched;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.FenceSet;
import dev.holdfast.memory.object.Lender;
import dev.holdfast.memory.object.Outside;
import dev.holdfast.memory.residency.Admission;
import dev.holdfast.memory.residency.Door;
import dev.holdfast.memory.residency.Residency;
import dev.holdfast.memory.residency.Use;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes and ends host mappings.
public final class Mapper {
    private static final Fault NOT_WRITTEN =
            Fault.of(
                    FaultKind.CANCELLED, "the mapping that was to overwrite it did not come about");

    private final Ledger ledger;
    private final Device device;
    private final Residency residency;
    private final Unwatched unwatched;
    private final Workers workers;
    private final Consumer<BufferObject> released;
    private final Door door;

    /// Maps host backings of `device` that `residency` provides, waiting by way of `workers`; sees
    /// moves through that are left `unwatched`. `released` is told, under the ledger, of objects
    /// that were closed while mapped, once they have no mapping any more. New mappings are made
    /// while the `door` is open.
    public Mapper(
            Ledger ledger,
            Device device,
            Residency residency,
            Unwatched unwatched,
            Workers workers,
            Consumer<BufferObject> released,
            Door door) {
        this.ledger = ledger;
        this.device = device;
        this.residency = residency;
        this.unwatched = unwatched;
        this.workers = workers;
        this.released = released;
        this.door = door;
    }

    /// What became of a request to map.
    public sealed interface Outcome {
        /// It is mapped until [Mapper#unmap].
        record Mapped(Mapping mapping) implements Outcome {}

        /// It is not.
        record Refused(Refusal reason) implements Outcome {}
    }

    /// A mapping that exists.
    ///
    /// @param object what is mapped
    /// @param access how
    /// @param segment its bytes
    /// @param life what ends the segment
    public record Mapping(BufferObject object, Access access, MemorySegment segment, Arena life) {}

    /// What was decided under the ledger.
    private sealed interface Start {
        /// Nothing, and why.
        record Never(Refusal reason) implements Start {}

        /// A mapping that is counted but not there yet.
        ///
        /// @param keptContent whether the bytes in `backing` are the content, until they are
        ///   written
        record Begun(
                BufferObject object,
                Backing backing,
                Fence writer,
                FenceJoin users,
                boolean keptContent)
                implements Start {}

        /// A mapping of memory that the owner has lent, which is what he sees.
        record Direct(BufferObject object, MemorySegment lent, Fence writer) implements Start {}
    }

    /// Maps an object, waiting for its own fences; `isOwner` says for whom.
    public Outcome map(Part part, boolean isOwner) throws InterruptedException {
        Start start = unwatched.seeingThrough(() -> start(part, isOwner));
        while (start instanceof Start.Never(Refusal.NoSpace noSpace) && dropsDuplicates(part)) {
            start = unwatched.seeingThrough(() -> start(part, isOwner));
        }
        return switch (start) {
            case Start.Never(Refusal reason) -> new Outcome.Refused(reason);
            case Start.Begun begun -> finish(begun, part.access());
            case Start.Direct direct -> finish(direct);
        };
    }

    /// Some at a time: others have their turn at the ledger in between.
    private boolean dropsDuplicates(Part part) {
        try (var _ = ledger.enter()) {
            return residency.dropDuplicatesFor(new Use(part.vma().object(), part.access()));
        }
    }

    private Start start(Part part, boolean isOwner) {
        Outside.Lent lent = part.vma().object().lent();
        boolean reading = isOwner && part.access() == Access.READ;
        return reading && lent != null && lent.lender().equals(Lender.CARELESS)
                ? direct(part, lent.segment())
                : start(part);
    }

    /// Nobody else is shown what is the owner's: it may be something else by the time at which he
    /// looks at it.
    private Start direct(Part part, MemorySegment lent) {
        Optional<Refusal> refusal = door.refusal().or(() -> Admission.check(part));
        if (refusal.isPresent()) {
            return new Start.Never(refusal.get());
        }
        BufferObject object = part.vma().object();
        object.pin();
        object.mapped(part.access());
        return new Start.Direct(object, lent, object.fences().writer());
    }

    /// A writer may have been accepted that never began: then the content is not what it should be.
    private Outcome finish(Start.Direct direct) throws InterruptedException {
        boolean mapped = false;
        try {
            var _ = workers.await(direct.writer());
            Optional<Fault> fault = direct.writer().fault();
            if (fault.isPresent()) {
                return new Outcome.Refused(
                        new Refusal.ContentFault(direct.object().toString(), fault.get()));
            }
            mapped = true;
            MemorySegment bytes = direct.lent().asReadOnly();
            return new Outcome.Mapped(
                    new Mapping(direct.object(), Access.READ, bytes, Arena.ofShared()));
        } finally {
            if (!mapped) {
                forget(direct.object(), Access.READ, false);
            }
        }
    }

    private Start start(Part part) {
        Backing onHost = part.vma().object().host();
        Optional<Refusal> refusal = refuse(part);
        return refusal.isPresent() ? new Start.Never(refusal.get()) : begin(part, onHost);
    }

    private Outcome finish(Start.Begun begun, Access access) throws InterruptedException {
        boolean mapped = false;
        try {
            Optional<Fault> fault = await(begun, access);
            if (fault.isPresent()) {
                return new Outcome.Refused(
                        new Refusal.ContentFault(begun.object().toString(), fault.get()));
            }
            Outcome outcome = new Outcome.Mapped(open(begun, access));
            mapped = true;
            return outcome;
        } finally {
            if (!mapped) {
                giveUp(begun, access);
            }
        }
    }

    private Optional<Refusal> refuse(Part part) {
        BufferObject object = part.vma().object();
        Optional<Refusal> shut = door.refusal();
        if (shut.isPresent()) {
            return shut;
        }
        if (part.access().writes() && object.isMapped()) {
            return Optional.of(new Refusal.Mapped(object.toString()));
        }
        if (part.access().writes() && object.hasPins()) {
            return Optional.of(new Refusal.Pinned(object.toString()));
        }
        return Admission.check(part)
                .or(() ->
                        Admission.refusalOf(
                                residency.makeHostReadable(new Use(object, part.access()))));
    }

    private static Start begin(Part part, @Nullable Backing onHostBefore) {
        BufferObject object = part.vma().object();
        Backing backing = java.util.Objects.requireNonNull(object.host());
        boolean keptContent =
                part.access().reads() || backing == onHostBefore || object.isAdopted();
        FenceSet fences = object.fences();
        Start begun = new Start.Begun(object, backing, fences.writer(), fences.all(), keptContent);
        object.pin();
        object.mapped(part.access());
        return begun;
    }

    private Optional<Fault> await(Start.Begun begun, Access access) throws InterruptedException {
        var _ = workers.await(begun.backing().arrival());
        var _ = workers.await(begun.writer());
        if (access.writes()) {
            var _ = workers.await(begun.users().fence());
        }
        Optional<Fault> lost = begun.backing().lost();
        return lost.isPresent() || !access.reads() ? lost : begun.writer().fault();
    }

    /// The view is given a life of its own, so that it can end before its space is handed on.
    @SuppressWarnings("restricted")
    private Mapping open(Start.Begun begun, Access access) {
        HeapRange space = begun.backing().extents().ranges().getFirst();
        HeapRange content = space.slice(0, begun.object().sizeBytes());
        MemorySegment bytes =
                device.hostView(content)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "host memory of "
                                                + begun.object()
                                                + " is not visible in one piece"));
        Arena life = Arena.ofShared();
        MemorySegment segment = bytes.reinterpret(life, null);
        if (access.writes()) {
            try (var _ = ledger.enter()) {
                begun.object().fences().absolve();
                begun.object().advanceVersion();
            }
        } else {
            segment = segment.asReadOnly();
        }
        return new Mapping(begun.object(), access, segment, life);
    }

    /// Ends a mapping: its segment is dead when this begins to give anything back.
    public void unmap(Mapping mapping) {
        mapping.life().close();
        forget(mapping.object(), mapping.access(), mapping.access().writes());
    }

    /// Takes a mapping back that nobody has got. If its object's content was given up for it, that
    /// cannot be taken back: then the object carries a fault, like one whose kernel was cancelled.
    private void giveUp(Start.Begun begun, Access access) {
        try (var _ = ledger.enter()) {
            if (!begun.keptContent()) {
                begun.object().fences().spoil(NOT_WRITTEN);
            }
        }
        forget(begun.object(), access, false);
    }

    private void forget(BufferObject object, Access access, boolean written) {
        var _ =
                unwatched.seeingThrough(() -> {
                    object.unmapped(access);
                    object.unpin();
                    if (!object.isMapped()) {
                        last(object, written);
                    }
                    return object;
                });
    }

    private void last(BufferObject object, boolean written) {
        if (object.isAdopted()) {
            residency.unmapped(object, written);
        }
        if (object.isClosed()) {
            residency.letGo(object);
            released.accept(object);
        }
    }
}
