package dev.holdfast.soak.rude;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.HeapRange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A page table whose calls throw now and then.
final class RudeSpace implements AddressSpace {
    private static final int CALLS = 60;
    private static final int CLOSES = 2;
    private static final int ERRORS = 4;
    private static final int STUCK = 3;

    /// Who takes a mapping away tries it so often; one that stays then costs its memory.
    private static final int TRIES = 3;

    private final AddressSpace inner;
    private final Rudeness rudeness;
    private final Doubts stuck;

    /// How often each mapping is still not to be taken away.
    private final Map<Long, Integer> failing = new ConcurrentHashMap<>();

    RudeSpace(AddressSpace inner, Rudeness rudeness, Doubts stuck) {
        this.inner = inner;
        this.rudeness = rudeness;
        this.stuck = stuck;
    }

    static AddressSpace unwrapped(AddressSpace space) {
        return space instanceof RudeSpace rude ? rude.inner : space;
    }

    @Override
    public void map(long address, List<HeapRange> ranges, boolean writable) {
        if (rudeness.oneIn(CALLS)) {
            raise(Kind.MAP_THREW, () -> inner.map(address, ranges, writable));
        }
        inner.map(address, ranges, writable);
    }

    @Override
    public void unmap(long address, long sizeBytes) {
        if (isNotTakenAway(address, sizeBytes)) {
            raise(Kind.UNMAP_THREW, () -> inner.unmap(address, sizeBytes));
        }
        inner.unmap(address, sizeBytes);
    }

    /// Mostly once or twice; for few and small ones, as often as anybody tries.
    private boolean isNotTakenAway(long address, long sizeBytes) {
        Integer left = failing.get(address);
        if (left != null) {
            var _ = left > 1 ? failing.put(address, left - 1) : failing.remove(address);
            return left > 0;
        }
        if (!rudeness.oneIn(CALLS)) {
            return false;
        }
        if (rudeness.oneIn(STUCK) && stuck.take(sizeBytes)) {
            rudeness.count(Kind.TABLE_STUCK);
            failing.put(address, TRIES + rudeness.below(2) - 1);
        } else {
            failing.put(address, rudeness.below(TRIES - 1));
        }
        return true;
    }

    /// Throws; of errors half come after all was done.
    private void raise(Kind kind, Runnable call) {
        if (!rudeness.oneIn(ERRORS)) {
            throw rudeness.exception(kind);
        }
        if (rudeness.below(2) == 0) {
            call.run();
        }
        throw rudeness.error(Kind.TABLE_IN_DOUBT);
    }

    @Override
    public long granuleBytes() {
        return inner.granuleBytes();
    }

    @Override
    public long limitBytes() {
        return inner.limitBytes();
    }

    @Override
    public void close() {
        inner.close();
        if (rudeness.oneIn(CLOSES)) {
            throw rudeness.exception(Kind.TABLE_CLOSE_THREW);
        }
    }
}
