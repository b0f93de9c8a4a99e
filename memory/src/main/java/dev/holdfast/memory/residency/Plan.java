package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.Residents;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.work.Access;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Works out how a set of objects becomes resident: a sequence of steps, each using only space that
/// is free or freed by an earlier one. Changes nothing that [#giveUp] does not put back.
///
/// Of device memory it knows what its [Ground] says; host memory is scattered, so that a running
/// total stands for it.
final class Plan {
    private final Region device;
    private final Region host;
    private final long headroomBytes;
    private final Residents counted;
    private final Ground ground;
    private final List<Step> steps = new ArrayList<>();
    private final Set<BufferObject> inUse = new HashSet<>();
    private final Set<BufferObject> gone = new HashSet<>();
    private final Set<BufferObject> movedOut = new HashSet<>();
    private @Nullable Iterator<BufferObject> duplicates;
    private long hostFree;

    Plan(Region device, Region host, long headroomBytes, Residents counted, Ground ground) {
        this.device = device;
        this.host = host;
        this.headroomBytes = headroomBytes;
        this.counted = counted;
        this.ground = ground;
        this.hostFree = host.freeBytes();
    }

    List<Step> steps() {
        return steps;
    }

    /// Puts back what was taken: the steps are not carried out.
    void giveUp() {
        ground.undo();
    }

    /// Plans to make all of `needed` resident while `present` stay so. Of those that are there
    /// already, `moving` may go elsewhere: they are let go first, and brought in again.
    Room make(List<Use> needed, List<Use> present, List<Use> moving) {
        long hostFreeBefore = hostFree;
        Optional<Room> tooLarge = tooLarge(List.of(needed, present, moving));
        if (tooLarge.isPresent()) {
            return tooLarge.get();
        }
        countStale(needed, present);
        for (Use use : moving) {
            gone.add(use.object());
            Room room = moveOut(use);
            if (!(room instanceof Room.Made)) {
                return room;
            }
        }
        List<Use> homeless = new ArrayList<>(needed);
        homeless.addAll(moving);
        for (Use use : ground.begin(homeless)) {
            Room room = findRoom(use);
            if (!(room instanceof Room.Made)) {
                return room;
            }
        }
        long floor = Math.min(headroomBytes, hostFreeBefore);
        return hostFree < floor ? new Room.Lacking(host.name(), floor - hostFree) : Room.MADE;
    }

    private Optional<Room> tooLarge(List<List<Use>> all) {
        long neededBytes = 0;
        long largestBytes = 0;
        for (List<Use> uses : all) {
            for (Use use : uses) {
                inUse.add(use.object());
                long bytes = device.roundedBytes(use.object().sizeBytes());
                neededBytes += bytes;
                largestBytes = Math.max(largestBytes, bytes);
            }
        }
        if (neededBytes > device.sizeBytes()) {
            return Optional.of(neverFits(neededBytes, device.sizeBytes()));
        }
        return largestBytes > ground.largestBytes()
                ? Optional.of(neverFits(largestBytes, ground.largestBytes()))
                : Optional.empty();
    }

    private Room neverFits(long neededBytes, long capacityBytes) {
        return new Room.NeverFits(device.name(), neededBytes, capacityBytes);
    }

    /// What the submission makes stale is free for its own use.
    private void countStale(List<Use> needed, List<Use> present) {
        for (Use use : present) {
            Backing stale = use.object().host();
            if (use.access().writes() && stale != null) {
                hostFree += stale.returnedBytes();
            }
        }
        for (Use use : needed) {
            if (use.object().device() != null) {
                // lost, and given up before the first step
                ground.leaves(use.object());
            }
        }
    }

    private Room findRoom(Use use) {
        return switch (ground.find(use, this::mayGo)) {
            case Ground.Find.Missing(Room room) -> room;
            case Ground.Find.Found(List<BufferObject> leaving, Spot spot) -> {
                // all of them before the first goes: none may serve another as a duplicate
                gone.addAll(leaving);
                for (BufferObject victim : leaving) {
                    Room room = evict(victim);
                    if (!(room instanceof Room.Made)) {
                        yield room;
                    }
                }
                bringIn(use, spot);
                yield Room.MADE;
            }
        };
    }

    private boolean mayGo(BufferObject candidate) {
        return !inUse.contains(candidate) && !gone.contains(candidate) && !candidate.isPinned();
    }

    private void bringIn(Use use, Spot spot) {
        BufferObject object = use.object();
        Backing onHost = object.host();
        boolean keepHost = onHost != null && !use.access().writes() && hostFree >= headroomBytes;
        if (onHost != null && !keepHost && !object.isMapped()) {
            hostFree += onHost.returnedBytes();
        } else if (movedOut.contains(object)) {
            hostFree += host.roundedBytes(object.sizeBytes());
        }
        steps.add(new Step.BringIn(use, keepHost || object.isMapped(), spot));
    }

    /// Lets one of the submission's own objects go, to be brought in elsewhere.
    private Room moveOut(Use use) {
        BufferObject object = use.object();
        ground.leaves(object);
        if (!needsContent(use)) {
            steps.add(new Step.Drop(object));
            return Room.MADE;
        }
        if (!isClean(object)) {
            movedOut.add(object);
        }
        return evict(object);
    }

    private Room evict(BufferObject victim) {
        if (isClean(victim)) {
            steps.add(new Step.Drop(victim));
            return Room.MADE;
        }
        long bytes = host.roundedBytes(victim.sizeBytes());
        while (hostFree - bytes < headroomBytes && dropDuplicate()) {
            // one by one, no more than needed
        }
        if (hostFree < bytes) {
            return new Room.Lacking(host.name(), bytes - hostFree);
        }
        hostFree -= bytes;
        steps.add(new Step.WriteBack(victim, hostFree < headroomBytes));
        return Room.MADE;
    }

    /// True if nothing is lost by dropping the device backing. What is lost already is not worth
    /// any room, where that is known without the backing.
    static boolean isClean(BufferObject object) {
        Backing host = object.host();
        if (object.lent() != null || object.isGone() || (host != null && host.lost().isEmpty())) {
            return true;
        }
        return host == null && object.version() == 0;
    }

    /// Gives up a host backing whose content is certainly in device memory.
    private boolean dropDuplicate() {
        Iterator<BufferObject> left = duplicates;
        if (left == null) {
            left = counted.duplicates().reversed().iterator();
            duplicates = left;
        }
        while (left.hasNext()) {
            BufferObject duplicate = left.next();
            Backing onHost = duplicate.host();
            if (onHost != null
                    && isDuplicate(duplicate)
                    && !inUse.contains(duplicate)
                    && gone.add(duplicate)) {
                hostFree += onHost.returnedBytes();
                steps.add(new Step.DropHost(duplicate));
                return true;
            }
        }
        return false;
    }

    /// Duplicates of `bytes` together, or `most` of them if those have less: first the one whose
    /// host backing is needed least.
    static List<BufferObject> duplicates(Residents counted, long bytes, int most) {
        List<BufferObject> found = new ArrayList<>();
        long foundBytes = 0;
        for (BufferObject duplicate : counted.duplicates().reversed()) {
            if (foundBytes >= bytes || found.size() == most) {
                break;
            }
            if (isDuplicate(duplicate)) {
                found.add(duplicate);
                foundBytes += duplicate.contribution().duplicateBytes();
            }
        }
        return found;
    }

    /// True if the host backing of an object can go: its content is in device memory, and nobody
    /// looks at it in host memory.
    static boolean isDuplicate(BufferObject candidate) {
        Backing onDevice = candidate.device();
        return candidate.host() != null
                && onDevice != null
                && onDevice.arrival().isSettled()
                && onDevice.lost().isEmpty()
                && !candidate.isMapped();
    }

    /// The access of an object that is to be filled from elsewhere, or not at all.
    static boolean needsContent(Use use) {
        return use.access() != Access.OVERWRITE;
    }
}
