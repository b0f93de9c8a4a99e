package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.Residents;
import dev.holdfast.memory.region.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes plans, more than one where the first comes to nothing. Under the ledger.
///
/// Where objects may lie scattered one plan is enough: if it fails, so does every other. Where each
/// is one range, a plan may fail because of which victims it chose, or because what the submission
/// has there already is in the way of what it has not. So there are several [Way]s, each dearer
/// than the one before. A submission is refused only when the last has failed; and that packs
/// everything from the start of each slab on, as tightly as largest-first does.
final class Planner {
    /// Of fewer residents in pieces a look at each costs little, and says what is in the way.
    private static final int MANY = 64;

    private final Region device;
    private final Region host;
    private final long headroomBytes;
    private final EvictionPolicy policy;
    private final Residents counted;
    private final boolean inPieces;

    private final List<Way> ways =
            List.of(
                    new Way(this::missed, true, false),
                    new Way(this::movedOut, true, false),
                    new Way(this::missed, true, true),
                    new Way(this::movedOut, true, true),
                    new Way(resident -> 0, false, true));

    /// How to look for places in one piece.
    ///
    /// @param cost what it costs that somebody goes
    /// @param reserving whether free runs are taken first
    /// @param moving whether the submission's own objects are moved out of the way, and back in
    ///   through host memory
    private record Way(ToDoubleFunction<BufferObject> cost, boolean reserving, boolean moving) {}

    Planner(
            Region device,
            Region host,
            long headroomBytes,
            EvictionPolicy policy,
            Residents counted,
            boolean inPieces) {
        this.device = device;
        this.host = host;
        this.headroomBytes = headroomBytes;
        this.policy = policy;
        this.counted = counted;
        this.inPieces = inPieces;
    }

    /// What came of it.
    sealed interface Outcome {
        /// Steps that cannot fail.
        ///
        /// @param steps in this order
        /// @param staying of the objects that were there before those that stay where they are
        record Planned(List<Step> steps, List<Use> staying) implements Outcome {}

        /// There is no room, and nothing has changed.
        record Impossible(Room reason) implements Outcome {}
    }

    /// Plans to make all of `needed` resident together with `present`, which are.
    Outcome plan(List<Use> needed, List<Use> present) {
        Optional<Room> hopeless = hopeless(needed, present);
        if (hopeless.isPresent()) {
            return new Outcome.Impossible(hopeless.get());
        }
        if (!inPieces) {
            return attempt(new Totals(device, policy), needed, present, List.of());
        }
        Outcome first = attempt(ways.getFirst(), needed, present);
        if (!(first instanceof Outcome.Impossible(Room reason))
                || reason instanceof Room.NeverFits) {
            return first;
        }
        for (Way way : ways.subList(1, ways.size())) {
            Outcome next = attempt(way, needed, present);
            if (next instanceof Outcome.Planned) {
                return next;
            }
        }
        return first;
    }

    /// Why there cannot be room, if the totals say so: a refusal then costs the same however many
    /// residents there are. They are upper bounds, so that nobody is refused for whom there is
    /// room.
    ///
    /// Whatever is short in device memory has to leave it; and what leaves is either relief, or has
    /// to find room in host memory, of which both heaps need the same for it.
    private Optional<Room> hopeless(List<Use> needed, List<Use> present) {
        if (inPieces && policy.size() < MANY) {
            return Optional.empty();
        }
        long allBytes = 0;
        long shortBytes = -device.freeBytes();
        long goingBytes = counted.deviceBytes();
        long hostBytes = counted.reliefBytes();
        long floorBytes = Math.min(headroomBytes, host.freeBytes());
        for (Use use : needed) {
            long bytes = device.roundedBytes(use.object().sizeBytes());
            allBytes += bytes;
            shortBytes += bytes - takenBytes(use.object().device());
        }
        for (Use use : present) {
            allBytes += takenBytes(use.object().device());
        }
        if (allBytes > device.sizeBytes()) {
            // that is never, and the plan says so
            return Optional.empty();
        }
        for (Use use : Stream.concat(needed.stream(), present.stream()).toList()) {
            goingBytes -= use.object().contribution().deviceBytes();
            hostBytes +=
                    takenBytes(use.object().host()) - use.object().contribution().reliefBytes();
        }
        hostBytes += host.freeBytes() - floorBytes;
        if (shortBytes > goingBytes) {
            return Optional.of(new Room.Lacking(device.name(), shortBytes - goingBytes));
        }
        return shortBytes > hostBytes
                ? Optional.of(new Room.Lacking(host.name(), shortBytes - hostBytes))
                : Optional.empty();
    }

    private static long takenBytes(@Nullable Backing backing) {
        return backing == null ? 0 : backing.takenBytes();
    }

    /// True if there is room for `use` as it is: nobody has to go for it.
    boolean isFree(Use use) {
        Way way = ways.getFirst();
        Ground ground =
                inPieces
                        ? new Pieces(device, policy, way.cost, way.reserving)
                        : new Totals(device, policy);
        Plan plan = new Plan(device, host, headroomBytes, counted, ground);
        boolean made = plan.make(List.of(use), List.of(), List.of()) instanceof Room.Made;
        boolean free = made && plan.steps().stream().allMatch(Step.BringIn.class::isInstance);
        // it was a question
        plan.giveUp();
        return free;
    }

    private Outcome attempt(Way way, List<Use> needed, List<Use> present) {
        List<Use> moving = new ArrayList<>();
        for (Use use : present) {
            if (way.moving && isMovable(use.object())) {
                moving.add(use);
            }
        }
        List<Use> staying = new ArrayList<>(present);
        staying.removeAll(moving);
        return attempt(
                new Pieces(device, policy, way.cost, way.reserving), needed, staying, moving);
    }

    private Outcome attempt(Ground ground, List<Use> needed, List<Use> staying, List<Use> moving) {
        Plan plan = new Plan(device, host, headroomBytes, counted, ground);
        Room room = plan.make(needed, staying, moving);
        if (room instanceof Room.Made) {
            return new Outcome.Planned(plan.steps(), staying);
        }
        plan.giveUp();
        return new Outcome.Impossible(room);
    }

    private static boolean isMovable(BufferObject object) {
        var backing = object.device();
        return !object.isPinned() && backing != null && backing.lost().isEmpty();
    }

    /// What will have to be moved because somebody goes, as the policy sees it.
    private double missed(BufferObject resident) {
        return policy.regret(resident) * resident.sizeBytes();
    }

    /// What the host has to find room for because somebody goes; of those alike, as above.
    private double movedOut(BufferObject resident) {
        double sizeBytes = Plan.isClean(resident) ? 0 : resident.sizeBytes();
        return sizeBytes + policy.regret(resident);
    }
}
