package dev.holdfast.memory.object;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.Occupant;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Reuse;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A buffer object: named bytes of one owner, wherever they are. All but the constants under the
/// ledger.
public final class BufferObject implements Occupant {
    private final long id;
    private final String name;
    private final long sizeBytes;
    private final long ownerId;
    private final boolean keptPrivate;
    private final FenceSet fences = new FenceSet();

    private @Nullable Backing device;
    private @Nullable Backing host;
    private @Nullable Outside outside;
    private @Nullable Extent adopted;
    private int pins;
    private int readMappings;
    private boolean writeMapped;
    private boolean closed;
    private volatile boolean setAsideFor;
    private long version;
    private @Nullable Object residencyNode;
    private @Nullable Residents residents;
    private Residents.Share share = Residents.Share.NONE;
    private Reuse reuse = Reuse.RECENT;

    /// An object with no bytes anywhere: it reads as zeros. Its owner may let others use it.
    public BufferObject(long id, String name, long sizeBytes, long ownerId) {
        this(id, name, sizeBytes, ownerId, false);
    }

    /// An object with no bytes anywhere, which nobody but its owner will ever use if it is
    /// `keptPrivate`.
    public BufferObject(long id, String name, long sizeBytes, long ownerId, boolean keptPrivate) {
        this.id = id;
        this.name = name;
        this.sizeBytes = sizeBytes;
        this.ownerId = ownerId;
        this.keptPrivate = keptPrivate;
    }

    /// Its number, unique in its manager.
    public long id() {
        return id;
    }

    /// What its owner calls it.
    public String name() {
        return name;
    }

    /// Its size as asked for.
    public long sizeBytes() {
        return sizeBytes;
    }

    /// The client that owns it and pays for it.
    public long ownerId() {
        return ownerId;
    }

    /// Who uses it.
    public FenceSet fences() {
        return fences;
    }

    /// Its bytes in device memory.
    public @Nullable Backing device() {
        return device;
    }

    /// Its bytes in host memory.
    public @Nullable Backing host() {
        return host;
    }

    /// Its bytes in memory that was lent to it, if they are still current there.
    public Outside.@Nullable Lent lent() {
        return outside instanceof Outside.Lent lent ? lent : null;
    }

    /// Says where its bytes in device memory are; null for nowhere.
    public void placeDevice(@Nullable Backing backing) {
        device = backing;
        recount();
    }

    /// Says where its bytes in host memory are; null for nowhere.
    public void placeHost(@Nullable Backing backing) {
        host = backing;
        recount();
    }

    /// Says that its content is in memory of its owner's.
    public void lend(MemorySegment segment) {
        placeOutside(new Outside.Lent(segment, Lender.CARELESS));
    }

    /// Says where its content is besides the device's heaps, or was last; null for nowhere, or that
    /// it does not matter any more.
    public void placeOutside(@Nullable Outside place) {
        Outside before = outside;
        outside = place;
        recount();
        if (before instanceof Outside.Lent(MemorySegment segment, Lender lender)) {
            lender.returned();
        }
    }

    /// Says that it *is* memory of somebody else's: its bytes in device memory are at `place`, and
    /// nowhere else, for as long as it is open.
    public void adopt(Extent place) {
        adopted = place;
    }

    /// Where an object always is that was adopted; null for all others.
    public @Nullable Extent adoptedPlace() {
        return adopted;
    }

    /// True if it is memory of somebody else's.
    public boolean isAdopted() {
        return adopted != null;
    }

    /// True if it may not move.
    public boolean isPinned() {
        return pins > 0 || adopted != null;
    }

    /// True if somebody has pinned it, and not let go.
    public boolean hasPins() {
        return pins > 0;
    }

    /// Pins it once more.
    public void pin() {
        pins++;
        recount();
    }

    /// Takes one pin back.
    public void unpin() {
        if (pins == 0) {
            throw new IllegalStateException("unpinning " + this + ", which is not pinned");
        }
        pins--;
        recount();
    }

    /// True if a host mapping stands in the way of `access`.
    public boolean isMappedAgainst(Access access) {
        return writeMapped || (access.writes() && readMappings > 0);
    }

    /// Records that a host mapping was made.
    public void mapped(Access access) {
        if (access.writes()) {
            writeMapped = true;
        } else {
            readMappings++;
        }
        recount();
    }

    /// Records that a host mapping is gone.
    public void unmapped(Access access) {
        if (access.writes()) {
            writeMapped = false;
        } else {
            readMappings--;
        }
        recount();
    }

    /// True if any host mapping exists.
    public boolean isMapped() {
        return writeMapped || readMappings > 0;
    }

    /// True once its owner has closed it.
    public boolean isClosed() {
        return closed;
    }

    /// Marks it closed; no new use from here on.
    public void close() {
        closed = true;
    }

    /// True if nobody but its owner will ever use it: only then may bytes of its owner's other
    /// objects stay in the space that it is overwritten in.
    public boolean isPrivate() {
        return keptPrivate;
    }

    /// True once memory was set aside to capture it. On any thread.
    public boolean isSetAsideFor() {
        return setAsideFor;
    }

    /// Memory is set aside to capture it, for as long as it is open. By one thread at a time.
    public void setAsideFor() {
        setAsideFor = true;
    }

    /// Counts the contents it has had: zero for the zeros it began with.
    public long version() {
        return version;
    }

    /// A new content was submitted.
    public void advanceVersion() {
        version++;
        if (version == 1) {
            recount();
        }
    }

    /// What it contributes to the totals of residents.
    public Residents.Share contribution() {
        return share;
    }

    /// It is resident, and counted by `total`, or no more.
    void countedBy(@Nullable Residents total) {
        Residents before = residents;
        if (before != null) {
            before.changed(this, share, Residents.Share.NONE);
        }
        share = Residents.Share.NONE;
        residents = total;
        recount();
    }

    private void recount() {
        Residents total = residents;
        if (total != null) {
            Residents.Share now = Residents.Share.of(this);
            total.changed(this, share, now);
            share = now;
        }
    }

    /// What residency keeps with the object.
    public @Nullable Object residencyNode() {
        return residencyNode;
    }

    /// Lets residency keep something with the object.
    public void residencyNode(@Nullable Object node) {
        residencyNode = node;
    }

    /// How it is expected to be used again.
    public Reuse reuse() {
        return reuse;
    }

    /// Changes that; whoever keeps residents in order is told of a use afterwards.
    public void reuse(Reuse expected) {
        reuse = expected;
    }

    /// True if its bytes are, or will be, somewhere. One that has none reads as zeros.
    public boolean hasContent() {
        return device != null || host != null || outside != null;
    }

    /// True if its content is lost already should the backings fail in which it was to be.
    boolean mayBeGone() {
        return outside instanceof Outside.Gone;
    }

    /// True if its content is lost, and stays so without the backings in which it was to be.
    public boolean isGone() {
        return outside instanceof Outside.Gone && lost().isPresent();
    }

    /// The fault of an object whose every backing is lost. Empty while there is hope, and for one
    /// that has no content.
    public Optional<Fault> lost() {
        Backing onDevice = device;
        Backing onHost = host;
        if (onDevice == null && onHost == null && outside instanceof Outside.Gone(Fault gone)) {
            return Optional.of(gone);
        }
        if (outside instanceof Outside.Lent || !hasContent()) {
            return Optional.empty();
        }
        Optional<Fault> fault = onDevice == null ? Optional.empty() : onDevice.lost();
        if (onHost == null || (onDevice != null && fault.isEmpty())) {
            return fault;
        }
        return onHost.lost();
    }

    @Override
    public String toString() {
        return "\"" + name + "\" (" + Bytes.format(sizeBytes) + ")";
    }
}
