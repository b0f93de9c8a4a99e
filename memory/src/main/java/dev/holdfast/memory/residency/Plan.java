package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.work.Access;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Works out, on figures alone, how a set of objects becomes resident. Changes nothing.
///
/// Scattered space makes this exact: a request fits if and only if its rounded size is free, so two
/// running totals stand for two regions.
final class Plan {
    private final Region device;
    private final Region host;
    private final long headroomBytes;
    private final EvictionPolicy policy;
    private final List<Step> steps = new ArrayList<>();
    private final Set<BufferObject> inUse = new HashSet<>();
    private final Set<BufferObject> gone = new HashSet<>();
    private @Nullable List<BufferObject> duplicates;
    private long deviceFree;
    private long hostFree;

    Plan(Region device, Region host, long headroomBytes, EvictionPolicy policy) {
        this.device = device;
        this.host = host;
        this.headroomBytes = headroomBytes;
        this.policy = policy;
        this.deviceFree = device.freeBytes();
        this.hostFree = host.freeBytes();
    }

    List<Step> steps() {
        return steps;
    }

    /// Plans to make all of `needed` resident while `present` stay so.
    Room make(List<Use> needed, List<Use> present) {
        long hostFreeBefore = hostFree;
        long neededBytes = 0;
        for (Use use : needed) {
            inUse.add(use.object());
            neededBytes += device.roundedBytes(use.object().sizeBytes());
        }
        for (Use use : present) {
            inUse.add(use.object());
            neededBytes += device.roundedBytes(use.object().sizeBytes());
        }
        if (neededBytes > device.sizeBytes()) {
            return new Room.NeverFits(device.name(), neededBytes, device.sizeBytes());
        }
        countStale(needed, present);
        for (Use use : needed) {
            long bytes = device.roundedBytes(use.object().sizeBytes());
            if (deviceFree < bytes) {
                Room room = evictFor(bytes);
                if (!(room instanceof Room.Made)) {
                    return room;
                }
            }
            bringIn(use, bytes);
        }
        long floor = Math.min(headroomBytes, hostFreeBefore);
        return hostFree < floor ? new Room.Lacking(host.name(), floor - hostFree) : Room.MADE;
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
            Backing lost = use.object().device();
            if (lost != null) {
                deviceFree += lost.returnedBytes();
            }
        }
    }

    private void bringIn(Use use, long bytes) {
        deviceFree -= bytes;
        Backing onHost = use.object().host();
        boolean keepHost = onHost != null && !use.access().writes() && hostFree >= headroomBytes;
        if (onHost != null && !keepHost && !use.object().isMapped()) {
            hostFree += onHost.returnedBytes();
        }
        steps.add(new Step.BringIn(use, keepHost || use.object().isMapped()));
    }

    private Room evictFor(long bytes) {
        List<BufferObject> victims = victimsFor(bytes);
        // all of them before the first goes: none may serve another as a duplicate to be dropped
        gone.addAll(victims);
        for (BufferObject victim : victims) {
            Room room = evict(victim);
            if (!(room instanceof Room.Made)) {
                return room;
            }
        }
        if (deviceFree >= bytes) {
            return Room.MADE;
        }
        return new Room.Lacking(device.name(), bytes - deviceFree);
    }

    /// Takes candidates in the policy's order until there is enough, then puts back those that
    /// turned out not to be needed, newest first.
    private List<BufferObject> victimsFor(long bytes) {
        List<BufferObject> victims = new ArrayList<>();
        long[] freed = {deviceFree};
        policy.candidates(candidate -> {
            if (!inUse.contains(candidate) && !gone.contains(candidate) && !candidate.isPinned()) {
                long won = bytesWon(candidate);
                if (won > 0) {
                    victims.add(candidate);
                    freed[0] += won;
                }
            }
            return freed[0] < bytes;
        });
        for (int i = victims.size() - 1; i >= 0; i--) {
            long own = bytesWon(victims.get(i));
            if (freed[0] - own >= bytes) {
                freed[0] -= own;
                victims.remove(i);
            }
        }
        return victims;
    }

    /// What evicting `resident` wins.
    private static long bytesWon(BufferObject resident) {
        Backing backing = resident.device();
        return backing == null ? 0 : backing.returnedBytes();
    }

    private Room evict(BufferObject victim) {
        long won = bytesWon(victim);
        if (isClean(victim)) {
            steps.add(new Step.Drop(victim));
            deviceFree += won;
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
        deviceFree += won;
        steps.add(new Step.WriteBack(victim, hostFree < headroomBytes));
        return Room.MADE;
    }

    /// True if nothing is lost by dropping the device backing.
    static boolean isClean(BufferObject object) {
        Backing host = object.host();
        if (object.lent() != null || (host != null && host.lost().isEmpty())) {
            return true;
        }
        return host == null && object.version() == 0;
    }

    /// Gives up a host backing whose content is certainly in device memory.
    private boolean dropDuplicate() {
        if (duplicates == null) {
            List<BufferObject> found = new ArrayList<>();
            policy.candidates(candidate -> {
                if (isDuplicate(candidate)) {
                    found.add(candidate);
                }
                return true;
            });
            duplicates = found;
        }
        while (!duplicates.isEmpty()) {
            BufferObject duplicate = duplicates.removeLast();
            Backing onHost = duplicate.host();
            if (onHost != null && !gone.contains(duplicate)) {
                hostFree += onHost.returnedBytes();
                steps.add(new Step.DropHost(duplicate));
                gone.add(duplicate);
                return true;
            }
        }
        return false;
    }

    private boolean isDuplicate(BufferObject candidate) {
        Backing onDevice = candidate.device();
        return candidate.host() != null
                && onDevice != null
                && onDevice.arrival().isSettled()
                && onDevice.lost().isEmpty()
                && !candidate.isMapped()
                && !inUse.contains(candidate);
    }

    /// The access of an object that is to be filled from elsewhere, or not at all.
    static boolean needsContent(Use use) {
        return use.access() != Access.OVERWRITE;
    }
}
