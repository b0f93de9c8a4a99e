package dev.holdfast.sim.play;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.sim.oracle.Verdict;
import java.util.ArrayList;
import java.util.List;

/// The memory of launches that were not stopped, what they only read included. An object that was
/// created later may not be there: its space was free, and should have been taken out of
/// circulation. Of an older one that cannot be said, it may have been promised the space before.
final class LateReach {
    private final Verdict verdict;
    private final List<Late> all = new ArrayList<>();

    /// One such launch.
    ///
    /// @param work what it is
    /// @param ranges what it may touch
    /// @param objects how many objects there had been when it was given up
    private record Late(WorkTruth work, List<HeapRange> ranges, int objects) {}

    LateReach(Verdict verdict) {
        this.verdict = verdict;
    }

    /// The device is another one: nothing reaches its memory.
    void forget() {
        all.clear();
    }

    /// The device has given `launch` up without stopping it, and there have been so many objects.
    void unstopped(WorkTruth work, Command.Launch launch, int objects) {
        List<HeapRange> ranges = new ArrayList<>();
        launch.arguments().forEach(argument -> ranges.addAll(argument.ranges()));
        all.add(new Late(work, List.copyOf(ranges), objects));
    }

    /// The device is given `launch`, which is `work`.
    void given(WorkTruth work, Command.Launch launch) {
        for (Late late : all) {
            for (int i = 0; i < work.rights.length; i++) {
                ObjectTruth object = work.rights[i].object;
                if (object.id >= late.objects() && overlaps(late, launch.arguments().get(i))) {
                    verdict.violated(
                            "P4",
                            object + " is where " + late.work() + " may still reach, given up");
                }
            }
        }
    }

    private static boolean overlaps(Late late, BufferArgument argument) {
        return argument.ranges().stream()
                .anyMatch(range -> late.ranges().stream().anyMatch(range::overlaps));
    }
}
