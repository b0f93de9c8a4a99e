package dev.holdfast.sim.outside;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Adoptions;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.sim.oracle.Verdict;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/// A device that users reach beside the manager. See the package.
public final class SharedDevice implements Device {
    private final Device inner;
    private final Room room;
    private final Verdict verdict;
    private final Adoptions<Lodging> adoptions = new Adoptions<>();
    private final Lodging[] lodgings;
    private final Map<QueueKind, DeviceQueue> queues = new EnumMap<>(QueueKind.class);
    private boolean everAdopted;
    private boolean closing;

    /// A place for what is adopted, and the commands that are at it.
    static final class Lodging {
        final HeapRange place;
        boolean taken;
        int commands;

        Lodging(HeapRange place) {
            this.place = place;
        }
    }

    /// A kernel that is spread over work items, as far as anybody in front of this can tell.
    record Spread(Kernel inner) implements Kernel {
        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public void check(Dispatch dispatch) {
            // anything is possible
        }
    }

    private SharedDevice(Device inner, Room room, Verdict verdict) {
        this.inner = inner;
        this.room = room;
        this.verdict = verdict;
        this.lodgings = new Lodging[room.places()];
        for (int i = 0; i < lodgings.length; i++) {
            lodgings[i] = new Lodging(room.place(i, room.placeBytes()));
        }
        for (QueueKind kind : QueueKind.values()) {
            queues.put(kind, new SharedQueue(inner.queue(kind), this));
        }
    }

    /// Looks like `options`, with room behind for what is adopted, `placeBytes` each at most where
    /// an object may be in pieces. `opener` opens what is to lie behind.
    public static SharedDevice open(
            boolean flat,
            DeviceOptions options,
            long placeBytes,
            Verdict verdict,
            BiFunction<Boolean, DeviceOptions, Device> opener) {
        Room room = Room.of(flat, options, placeBytes);
        return new SharedDevice(opener.apply(flat, room.behind(options)), room, verdict);
    }

    /// Has the device adopt memory with these words in it; empty if there is no room for them.
    /// `released` is told with what its words are when it goes back, and whether that is before the
    /// device itself goes.
    public Optional<AdoptedMemory> adopt(
            long[] words, int count, BiConsumer<long[], Boolean> released) {
        long sizeBytes = 8L * count;
        for (Lodging each : lodgings) {
            if (!each.taken && sizeBytes <= each.place.sizeBytes()) {
                each.taken = true;
                everAdopted = true;
                HeapRange own = each.place.slice(0, sizeBytes);
                MemorySegment.copy(words, 0, view(own), ValueLayout.JAVA_LONG_UNALIGNED, 0, count);
                return Optional.of(
                        adoptions.add(each, sizeBytes, true, range -> leave(each, own, released)));
            }
        }
        return Optional.empty();
    }

    private void leave(Lodging lodging, HeapRange own, BiConsumer<long[], Boolean> released) {
        if (lodging.commands > 0 && !closing) {
            verdict.violated("P4", "adopted memory goes back, and a command is at it");
        }
        long[] words = new long[(int) (own.sizeBytes() / Long.BYTES)];
        MemorySegment.copy(view(own), ValueLayout.JAVA_LONG_UNALIGNED, 0, words, 0, words.length);
        // what may still run on there keeps the place
        lodging.taken = lodging.commands > 0;
        released.accept(words, !closing);
    }

    /// What is in `ranges`, end to end: as a user's own command reads it.
    public void read(List<HeapRange> ranges, long[] words, int count) {
        int at = 0;
        for (HeapRange range : ranges) {
            int length = (int) Math.min(count - at, range.sizeBytes() / Long.BYTES);
            MemorySegment from = view(behind(range));
            MemorySegment.copy(from, ValueLayout.JAVA_LONG_UNALIGNED, 0, words, at, length);
            at += length;
        }
    }

    /// Writes into `ranges`, end to end: as a user's own command does.
    public void write(List<HeapRange> ranges, long[] words, int count) {
        int at = 0;
        for (HeapRange range : ranges) {
            int length = (int) Math.min(count - at, range.sizeBytes() / Long.BYTES);
            MemorySegment into = view(behind(range));
            MemorySegment.copy(words, at, into, ValueLayout.JAVA_LONG_UNALIGNED, 0, length);
            at += length;
        }
    }

    private MemorySegment view(HeapRange behind) {
        return inner.hostView(behind).orElseThrow();
    }

    /// True once it has adopted anything.
    boolean hasEverAdopted() {
        return everAdopted;
    }

    /// The place that `range` is in; empty if it is the device's own memory.
    Optional<Lodging> lodging(HeapRange range) {
        return adoptions.find(range).map(Adoptions.Adopted::source);
    }

    /// Where `range` is on the device behind. What nobody has adopted, or not any more, is nowhere.
    HeapRange behind(HeapRange range) {
        if (!AdoptedMemory.isAt(range)) {
            return range;
        }
        Optional<Adoptions.Adopted<Lodging>> found = adoptions.find(range);
        if (found.isEmpty()) {
            verdict.violated("P4", range + " was adopted, has gone back, and is still used");
            return lodgings[0].place.slice(0, range.sizeBytes());
        }
        return found.get()
                .source()
                .place
                .slice(found.get().within(range.offset()), range.sizeBytes());
    }

    @Override
    public DeviceInfo info() {
        return inner.info();
    }

    @Override
    public List<HeapInfo> heaps() {
        return List.of(room.shown(), inner.heaps().get(HOST_HEAP));
    }

    @Override
    public DeviceQueue queue(QueueKind kind) {
        return Objects.requireNonNull(queues.get(kind));
    }

    @Override
    public Kernel load(KernelCode code) {
        return new Spread(inner.load(code));
    }

    /// Adopted memory is seen where everything is.
    @Override
    public Optional<MemorySegment> hostView(HeapRange range) {
        if (range.heap() == DEVICE_HEAP) {
            HeapInfo shown = room.shown();
            boolean seen =
                    AdoptedMemory.isAt(range)
                            ? shown.visibleBytes() == shown.sizeBytes()
                            : range.end() <= shown.visibleBytes();
            return seen ? inner.hostView(behind(range)) : Optional.empty();
        }
        return inner.hostView(range);
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        return new SharedSpace(inner.createAddressSpace(name), this);
    }

    @Override
    public ResetOutcome reset(QueueKind queue) {
        return inner.reset(queue);
    }

    @Override
    public ResetOutcome reset(QueueKind queue, Completion guilty) {
        SharedQueue shared = (SharedQueue) queue(queue);
        return inner.reset(queue, shared.behind(guilty));
    }

    @Override
    public Optional<Fault> lost() {
        return inner.lost();
    }

    @Override
    public boolean hasAdopted(AdoptedMemory memory) {
        return adoptions.has(memory);
    }

    @Override
    public DeviceUsage usage() {
        return inner.usage();
    }

    @Override
    public void close() {
        closing = true;
        adoptions.close();
        inner.close();
    }
}
