package dev.holdfast.memory.residency;

import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Device memory where objects may lie scattered: a request fits if and only if its rounded size is
/// free, so a running total stands for all of it.
final class Totals implements Ground {
    private final Region device;
    private final EvictionPolicy policy;
    private long freeBytes;

    Totals(Region device, EvictionPolicy policy) {
        this.device = device;
        this.policy = policy;
        this.freeBytes = device.freeBytes();
    }

    @Override
    public List<Use> begin(List<Use> needed) {
        return needed;
    }

    @Override
    public void leaves(BufferObject resident) {
        freeBytes += Ground.bytesWon(resident);
    }

    @Override
    public long largestBytes() {
        return device.sizeBytes();
    }

    @Override
    public void undo() {}

    @Override
    public Find find(Use use, Predicate<BufferObject> mayGo) {
        long bytes = device.roundedBytes(use.object().sizeBytes());
        List<BufferObject> leaving = freeBytes >= bytes ? List.of() : victimsFor(bytes, mayGo);
        leaving.forEach(this::leaves);
        if (freeBytes < bytes) {
            return new Find.Missing(new Room.Lacking(device.name(), bytes - freeBytes));
        }
        freeBytes -= bytes;
        return new Find.Found(leaving, Spot.ANYWHERE);
    }

    /// Takes candidates in the policy's order until there is enough, then puts back those that
    /// turned out not to be needed, newest first.
    private List<BufferObject> victimsFor(long bytes, Predicate<BufferObject> mayGo) {
        List<BufferObject> victims = new ArrayList<>();
        long[] freed = {freeBytes};
        policy.candidates(candidate -> {
            if (mayGo.test(candidate)) {
                long won = Ground.bytesWon(candidate);
                if (won > 0) {
                    victims.add(candidate);
                    freed[0] += won;
                }
            }
            return freed[0] < bytes;
        });
        for (int i = victims.size() - 1; i >= 0; i--) {
            long own = Ground.bytesWon(victims.get(i));
            if (freed[0] - own >= bytes) {
                freed[0] -= own;
                victims.remove(i);
            }
        }
        return victims;
    }
}
