package dev.holdfast.cli.replay;

import java.util.List;

/// What became of the suspensions of a replay.
///
/// @param done how often everything was taken off the device and put on a new one
/// @param bytes how much content was moved out for that, all in all
/// @param lost how many buffers lost their content with a device that was lost
/// @param bound how many ranges were bound again before anybody asked
/// @param refused why some were not made, a line each; they changed nothing
public record Suspends(int done, long bytes, int lost, int bound, List<String> refused) {
    /// None.
    public static final Suspends NONE = new Suspends(0, 0, 0, 0, List.of());

    /// Takes its own copy of the lines.
    public Suspends {
        refused = List.copyOf(refused);
    }

    Suspends andDone(long moreBytes, int moreLost, int moreBound) {
        return new Suspends(
                done + 1, bytes + moreBytes, lost + moreLost, bound + moreBound, refused);
    }

    Suspends andRefused(String why) {
        List<String> lines = new java.util.ArrayList<>(refused);
        lines.add(why);
        return new Suspends(done, bytes, lost, bound, lines);
    }
}
