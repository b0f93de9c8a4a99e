package dev.holdfast.sim.play;

import dev.holdfast.device.Command;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.recorder.TraceSink;
import dev.holdfast.memory.work.Access;
import dev.holdfast.sim.oracle.Journal;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.unruly.Charge;
import dev.holdfast.sim.unruly.LaunchBook;
import dev.holdfast.sim.watch.Rudeness;
import java.util.ArrayList;
import java.util.List;

/// All objects and all work of an episode, by number. It is told by the manager when work is
/// placed, which for work behind a foreign fence is long after it was submitted: from then on it is
/// certain what the work must find.
final class Truth implements TraceSink, LaunchBook {
    /// The name of work that nobody may place.
    static final String NEVER = "never";

    private final Verdict verdict;
    private final Journal journal;
    private final List<ObjectTruth> objects = new ArrayList<>();
    private final List<ObjectTruth> open = new ArrayList<>();
    private final List<WorkTruth> works = new ArrayList<>();
    private final LateReach lateReach;

    Truth(Verdict verdict, Journal journal) {
        this.verdict = verdict;
        this.journal = journal;
        this.lateReach = new LateReach(verdict);
    }

    /// The number that the next object has.
    int nextObject() {
        return objects.size();
    }

    void add(ObjectTruth object) {
        objects.add(object);
        object.place = open.size();
        open.add(object);
    }

    /// Its owner has closed it.
    void close(ObjectTruth object) {
        object.closed = true;
        ObjectTruth last = open.removeLast();
        if (last != object) {
            open.set(object.place, last);
            last.place = object.place;
        }
    }

    /// Those that are open, in no order that means anything.
    List<ObjectTruth> open() {
        return open;
    }

    /// All that ever were.
    List<ObjectTruth> objects() {
        return objects;
    }

    /// The number that the next work has.
    int nextWork() {
        return works.size();
    }

    void add(WorkTruth work) {
        works.add(work);
    }

    WorkTruth work(int index) {
        return works.get(index);
    }

    /// All that ever was.
    List<WorkTruth> works() {
        return works;
    }

    @Override
    public long limitNanos(Command.Launch launch) {
        return work((int) launch.scalars()[0]).limitNanos;
    }

    @Override
    public void given(Command.Launch launch, Charge charge) {
        WorkTruth work = work((int) launch.scalars()[0]);
        if (work.charge != null) {
            verdict.violated("P2", work + " is given to the device once more");
        }
        if (!launch.dispatches().equals(work.dispatches)) {
            verdict.violated("P2", work + " is given to the device as " + launch.dispatches());
        }
        work.charge = charge;
        lateReach.given(work, launch);
    }

    @Override
    public void taken(Command.Launch launch) {
        work((int) launch.scalars()[0]).player.taken++;
    }

    @Override
    public void thrown(Command.Launch launch, Rudeness.Outburst outburst) {
        WorkTruth work = work((int) launch.scalars()[0]);
        work.outburst = outburst;
        if (!outburst.isRefusal()) {
            lateReach.unstopped(work, launch, objects.size());
        }
    }

    @Override
    public void unstopped(Command.Launch launch) {
        lateReach.unstopped(work((int) launch.scalars()[0]), launch, objects.size());
    }

    /// The device is another one.
    void newDevice() {
        lateReach.forget();
    }

    /// How much work was accepted and has not settled.
    long unsettled() {
        return works.stream().filter(work -> work.accepted && !work.settled).count();
    }

    /// True if all work has settled that does so by itself: uses end when their clients say so.
    boolean hasSettledBesideUses() {
        for (int i = works.size() - 1; i >= 0; i--) {
            WorkTruth work = works.get(i);
            if (work.accepted && !work.settled && !work.outside) {
                return false;
            }
        }
        return true;
    }

    /// True if all work has settled.
    boolean hasSettled() {
        for (int i = works.size() - 1; i >= 0; i--) {
            if (works.get(i).accepted && !works.get(i).settled) {
                return false;
            }
        }
        return true;
    }

    /// The object of that name.
    ObjectTruth named(String name) {
        int part = name.indexOf('[');
        if (part < 0) {
            return objects().get(Integer.parseInt(name.substring(1)));
        }
        // one of several that are memory of its owner's together
        int first = Integer.parseInt(name.substring(1, part));
        int index = Integer.parseInt(name.substring(part + 1, name.length() - 1));
        return objects().get(first + index);
    }

    @Override
    public void operation(String name, List<Long> reads, List<Long> writes) {
        if (name.equals(NEVER)) {
            verdict.violated("P1", "an object was used by somebody who may not any more");
            return;
        }
        WorkTruth work = works.get(Integer.parseInt(name));
        if (work.placed) {
            verdict.violated("P6", work + " was placed twice");
        }
        work.placed = true;
        giveUpBefore(work);
        if (journal.isOn()) {
            journal.note("placed: " + work.describe());
        }
        for (int i = 0; i < work.rights.length; i++) {
            check(work, work.rights[i], work.accesses[i]);
        }
        checkForeign(work);
        for (Use use : work.uses) {
            use.expected = use.object.current;
            if (use.access.writes()) {
                use.object.touched = true;
                use.made =
                        work.plan.leavesOut() > 0 && use.access == Access.OVERWRITE
                                ? Version.inPart(work, use.object)
                                : Version.by(work, use.object);
                use.object.current = use.made;
            }
        }
    }

    /// A client's work is placed in order: what came before and was not placed never will be.
    private static void giveUpBefore(WorkTruth work) {
        WorkTruth earlier;
        while ((earlier = work.player.deferred.peekFirst()) != null) {
            if (earlier == work) {
                work.player.deferred.removeFirst();
                return;
            }
            if (earlier.index > work.index) {
                return;
            }
            earlier.givenUp();
            work.player.deferred.removeFirst();
        }
    }

    private void checkForeign(WorkTruth work) {
        for (SettableFence fence : work.foreign) {
            if (!fence.isSettled() || fence.isFailed()) {
                verdict.violated("P2", work + " was placed, and a foreign fence is " + fence);
            }
        }
    }

    /// What should have been refused.
    private void check(WorkTruth work, Right right, Access access) {
        ObjectTruth object = right.object;
        if (right.isOver()) {
            verdict.violated("P1", work + " was placed, and " + object + " is not shared any more");
        } else if (!right.allows(access)) {
            verdict.violated("P1", work + " was placed, and may only read " + object);
        } else if (object.isMappedAgainst(access)) {
            verdict.violated("P2", work + " was placed, and " + object + " is mapped by the host");
        }
    }

    @Override
    public void buffer(long id, long sizeBytes, String client) {}

    @Override
    public void uploaded(long id) {}

    @Override
    public void freed(long id) {}
}
