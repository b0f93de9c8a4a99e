package dev.holdfast.capturefile;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import java.util.Locale;

/// What a capture is about, in a few sentences.
public final class Summary {
    private Summary() {}

    /// What happened, what else was under way, and what is left of it.
    public static String of(Capture capture) {
        return "%s %s %s".formatted(happened(capture), others(capture), objects(capture));
    }

    private static String happened(Capture capture) {
        String what =
                capture.guilty()
                        .map(Summary::command)
                        .orElseGet(() -> "The device \"" + capture.device() + "\"");
        String text =
                switch (capture.trigger()) {
                    case WATCHDOG -> what + " did not end within its time";
                    case HEARTBEAT -> "A queue that had nothing to do did not answer";
                    case DEVICE_FAULT -> what + " reported a fault";
                    case EXPLICIT -> "Somebody asked for this capture";
                    case RESET -> "Somebody asked for a reset";
                };
        String since =
                capture.guilty()
                        .filter(each -> each.handedOverNanos() != 0)
                        .map(each -> span(capture.nanos() - each.handedOverNanos()))
                        .map(time -> ": the driver had had it for " + time)
                        .orElse("");
        return text + since + (capture.lost() ? "; the device is lost." : ".");
    }

    private static String command(CapturedCommand command) {
        return "Command %d, \"%s\" of client \"%s\","
                .formatted(command.number(), command.name(), command.client());
    }

    private static String others(Capture capture) {
        long all = capture.commands().stream().filter(each -> !each.guilty()).count();
        long handedOver =
                capture.commands().stream()
                        .filter(each -> !each.guilty())
                        .filter(each -> each.stage() == CapturedCommand.Stage.HANDED_OVER)
                        .count();
        String what = capture.guilty().isPresent() ? "other submission" : "submission";
        if (all == 0) {
            return "No %s was under way.".formatted(what);
        }
        return String.format(
                Locale.ROOT,
                "%,d %s%s under way, %,d of them with the driver.",
                all,
                what,
                all == 1 ? " was" : "s were",
                handedOver);
    }

    private static String objects(Capture capture) {
        long there =
                capture.objects().stream()
                        .filter(each -> each.contents() instanceof Contents.Present)
                        .count();
        long moved = capture.objects().stream().filter(CapturedObject::moved).count();
        long gone = capture.objects().stream().filter(each -> each.now().isEmpty()).count();
        int all = capture.objects().size();
        return all == 0
                ? "No object was flagged for capture."
                : "The bytes of %d of %d captured objects are here; %d %s moved since submission%s."
                        .formatted(
                                there,
                                all,
                                moved,
                                moved == 1 ? "has" : "have",
                                gone == 0 ? "" : " and " + gone + " been let go");
    }

    /// A length of time for people: `2.01 s`, `12.3 ms`.
    public static String span(long nanos) {
        if (nanos >= 1_000_000_000L) {
            return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
        }
        return nanos >= 1_000_000L
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
    }
}
