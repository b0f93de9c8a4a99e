package dev.holdfast.soak.play;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.work.Access;
import dev.holdfast.soak.content.Contents;
import dev.holdfast.soak.content.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What a launch is to do with some objects, and what they hold afterwards. Made and used under
/// their locks.
final class LaunchPlan {
    private final List<Judge.Asked> asked = new ArrayList<>();
    private final List<Contents> after = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    private LaunchPlan() {}

    static LaunchPlan draw(SplittableRandom random, List<Right> chosen) {
        LaunchPlan plan = new LaunchPlan();
        for (Right right : chosen) {
            SoakObject object = right.object();
            boolean hopeless = object.version.isBad() || object.version.doubted();
            boolean asksForWhatItMay = right.mayWrite() || random.nextInt(40) == 0;
            int what = random.nextInt(8);
            if (!asksForWhatItMay) {
                plan.check(right);
            } else if (hopeless && random.nextInt(4) > 0) {
                plan.fill(right);
            } else if (what < 3) {
                plan.check(right);
            } else if (what < 5) {
                plan.patch(right, random);
            } else if (what < 6 && plan.canCopyTo(right)) {
                plan.copy(right);
            } else {
                plan.fill(right);
            }
        }
        return plan;
    }

    private void add(Right right, Access access, Contents contents) {
        asked.add(new Judge.Asked(right, access));
        after.add(contents);
    }

    private int last() {
        return asked.size() - 1;
    }

    private void check(Right right) {
        Contents contents = right.object().version.contents();
        add(right, Access.READ, contents);
        contents.spans().forEach(span -> steps.add(Step.check(last(), span)));
    }

    private void patch(Right right, SplittableRandom random) {
        Contents contents = right.object().version.contents();
        Part part = Part.draw(random, contents);
        long identity = right.object().nextIdentity();
        add(right, Access.READ_WRITE, contents.with(part.from(), part.to(), identity));
        contents.spans().forEach(span -> steps.add(Step.check(last(), span)));
        steps.add(Step.fill(last(), part.from(), part.to(), identity));
    }

    private void fill(Right right) {
        long sizeBytes = right.object().sizeBytes;
        long identity = right.object().nextIdentity();
        add(right, Access.OVERWRITE, Contents.of(sizeBytes, identity));
        steps.add(Step.fill(last(), 0, sizeBytes, identity));
    }

    /// True if the object before is only read, and has as many bytes.
    private boolean canCopyTo(Right right) {
        return !asked.isEmpty()
                && asked.getLast().access() == Access.READ
                && after.getLast().sizeBytes() >= right.object().sizeBytes;
    }

    private void copy(Right right) {
        long sizeBytes = right.object().sizeBytes;
        Contents copied = after.getLast().first(sizeBytes);
        add(right, Access.OVERWRITE, copied);
        steps.add(Step.copy(last(), last() - 1, sizeBytes));
    }

    List<Judge.Asked> asked() {
        return asked;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /// It was accepted: each object holds what it is to hold once `fence` has settled well.
    List<Flight.Use> submitted(Fence fence) {
        List<Flight.Use> uses = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            SoakObject object = asked.get(i).right().object();
            Access access = asked.get(i).access();
            uses.add(new Flight.Use(object, access.reads(), object.version));
            if (access.writes()) {
                object.version = new Version(after.get(i), fence, false);
            }
        }
        return uses;
    }

    @Override
    public String toString() {
        List<String> parts =
                asked.stream().map(each -> each.access() + " " + each.right().object()).toList();
        return String.join(", ", parts);
    }
}
