package dev.holdfast.soak.play;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.Reuse;
import dev.holdfast.soak.content.Contents;
import dev.holdfast.soak.content.Words;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

/// Makes objects, lends content to them, shares and closes them.
final class Owning {
    private static final int MOST_OBJECTS = 48;
    private static final int MOST_BORROWED = 16;

    /// Of lent memory so much is a mapped file, where everybody is rude.
    private static final int FILES = 2;

    private final Lane lane;
    private final Stage stage;
    private final Map<SoakObject, LentMemory> lent = new HashMap<>();
    private final Queue<Grave> graves = new ArrayDeque<>();

    /// Content whose object was closed, and may be in use until `idle`.
    private record Grave(SoakObject object, LentMemory lent, Fence idle) {}

    Owning(Lane lane) {
        this.lane = lane;
        this.stage = lane.stage;
    }

    /// As likely to have so many digits as any other number of them.
    private long drawSize() {
        double most = Math.log((double) stage.largestBytes);
        long drawn = Math.round(Math.exp(lane.random.nextDouble() * most));
        return Math.clamp(drawn, 1, stage.largestBytes);
    }

    /// Makes room for so much; false if others have it.
    private boolean takeRoom(long sizeBytes) {
        List<Right> own = lane.tenancy().own;
        while (own.size() >= MOST_OBJECTS) {
            close(lane.random.nextInt(own.size()));
        }
        while (!stage.take(sizeBytes)) {
            if (own.isEmpty()) {
                return false;
            }
            close(lane.random.nextInt(own.size()));
        }
        return true;
    }

    /// A new object; answered if it is too large to be kept: up to all that the device allows.
    Optional<Right> create() {
        long sizeBytes = drawSize();
        boolean kept = stage.mayKeep(sizeBytes);
        if (kept && !takeRoom(sizeBytes)) {
            return Optional.empty();
        }
        Contents zeros = Contents.of(sizeBytes, Words.ZEROS);
        SoakObject object =
                new SoakObject(stage.nextNumber(), lane.index, zeros, true, kept ? sizeBytes : 0);
        add(object, lane.tenancy().client.create(object.name, sizeBytes));
        return kept ? Optional.empty() : Optional.of(lane.tenancy().own.getLast());
    }

    /// An object that begins as memory of ours, or is it for good.
    void lend() {
        reap();
        long sizeBytes = drawSize();
        if (!stage.mayKeep(sizeBytes) || !takeRoom(sizeBytes)) {
            return;
        }
        boolean forGood = lane.random.nextBoolean();
        long number = stage.nextNumber();
        Contents contents = Contents.of(sizeBytes, Words.identity(number, 1));
        SoakObject object = new SoakObject(number, lane.index, contents, !forGood, sizeBytes);
        Optional<Path> file =
                stage.rudeness.oneIn(FILES) ? stage.surroundings.newFile() : Optional.empty();
        LentMemory memory = LentMemory.of(contents, file);
        var client = lane.tenancy().client;
        add(
                object,
                forGood
                        ? client.wrap(object.name, memory.bytes())
                        : client.createFrom(object.name, memory.bytes()));
        lent.put(object, memory);
    }

    private void add(SoakObject object, BufferHandle handle) {
        if (lane.random.nextInt(4) == 0) {
            handle.expect(Reuse.IN_TURN);
        }
        lane.tenancy().own.add(new Right(object, handle, object.writable, true));
        stage.tally.count(Count.OBJECTS);
    }

    void closeOne() {
        reap();
        List<Right> own = lane.tenancy().own;
        if (!own.isEmpty()) {
            close(lane.random.nextInt(own.size()));
        }
    }

    private void close(int which) {
        close(lane.tenancy().own.get(which));
    }

    void close(Right right) {
        lane.tenancy().own.remove(right);
        try (var _ = Held.of(right.object())) {
            bury(right);
            right.handle().close();
            right.object().closed = true;
        }
    }

    /// Before an object is closed, by whatever: what was lent to it is kept until it is idle. Under
    /// its lock.
    void bury(Right right) {
        stage.giveBack(right.object().budgetBytes);
        LentMemory memory = lent.remove(right.object());
        if (memory != null) {
            graves.add(new Grave(right.object(), memory, right.handle().idle()));
        }
    }

    /// Memory that was lent goes, although its object needs it: all of it, and for good. Not while
    /// the lane itself looks at it.
    void vanishOne() {
        List<SoakObject> objects = new ArrayList<>(lent.keySet());
        if (objects.isEmpty()) {
            return;
        }
        SoakObject object = objects.get(lane.random.nextInt(objects.size()));
        LentMemory memory = Objects.requireNonNull(lent.get(object));
        try (var _ = Held.of(object)) {
            if (!object.isMapped()) {
                object.sourceGone = true;
                memory.vanish(stage.rudeness);
            }
        }
    }

    /// Takes memory back that nobody may be reading any more.
    void reap() {
        List<Grave> waiting = new ArrayList<>();
        for (Grave grave = graves.poll(); grave != null; grave = graves.poll()) {
            if (grave.idle().isSettled() && !isMapped(grave.object())) {
                grave.lent().release();
            } else {
                waiting.add(grave);
            }
        }
        graves.addAll(waiting);
    }

    private static boolean isMapped(SoakObject object) {
        try (var _ = Held.of(object)) {
            return object.isMapped();
        }
    }

    boolean hasGraves() {
        return !graves.isEmpty();
    }

    /// Gives content up: zeros from here on.
    void clear() {
        Optional<Right> drawn = lane.any();
        if (drawn.isEmpty()) {
            return;
        }
        Right right = drawn.get();
        SoakObject object = right.object();
        String who = lane + " clearing " + object;
        var asked = List.of(new Judge.Asked(right, Access.OVERWRITE));
        try (var _ = Held.of(object)) {
            Optional<Refusal> refusal = right.handle().clear();
            if (refusal.isPresent()) {
                stage.judge.refused(who, asked, refusal.get());
            } else {
                stage.judge.accepted(who, asked);
                object.version = Version.now(Contents.of(object.sizeBytes, Words.ZEROS));
            }
        }
    }

    /// Lets another lane use an object.
    void grant() {
        Lane other = stage.lanes().get(lane.random.nextInt(stage.lanes().size()));
        Optional<Right> drawn = lane.anyOf(lane.tenancy().own);
        if (other == lane || drawn.isEmpty()) {
            return;
        }
        Right right = drawn.get();
        boolean mayWrite = right.object().writable && lane.random.nextInt(3) > 0;
        try (var _ = Held.of(right.object())) {
            other.clientLock.lock();
            try {
                if (other.tenancy().isClosed()) {
                    return;
                }
                BufferHandle handle =
                        right.handle()
                                .grantTo(
                                        other.tenancy().client,
                                        mayWrite ? Access.READ_WRITE : Access.READ);
                other.inbox.add(new Right(right.object(), handle, mayWrite, false));
            } finally {
                other.clientLock.unlock();
            }
        }
    }

    /// Gives back what others have granted: those whose objects are closed, and one more if there
    /// are many.
    void giveBack() {
        List<Right> borrowed = lane.tenancy().borrowed;
        borrowed.removeIf(right -> {
            boolean over = isClosed(right.object());
            if (over) {
                right.handle().close();
            }
            return over;
        });
        while (borrowed.size() > MOST_BORROWED) {
            Right right = borrowed.remove(lane.random.nextInt(borrowed.size()));
            try (var _ = Held.of(right.object())) {
                right.handle().close();
            }
        }
    }

    private static boolean isClosed(SoakObject object) {
        try (var _ = Held.of(object)) {
            return object.closed;
        }
    }
}
