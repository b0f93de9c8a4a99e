package dev.holdfast.soak;

import dev.holdfast.device.unit.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// What a soak has shown, for people and for programs.
///
/// @param report what came of it
/// @param device what it ran on, for people
/// @param growth whether the process has grown
record Findings(SoakReport report, String device, List<MemoryWatch.Growth> growth) {
    /// Keeps a list of its own.
    Findings {
        growth = List.copyOf(growth);
    }

    /// Everything that is wrong; nothing, if all is well.
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        report.violation().ifPresent(wrong::add);
        for (MemoryWatch.Growth each : growth) {
            if (!each.isFlat()) {
                wrong.add(
                        "P10: memory %s has grown from %s to %s"
                                .formatted(
                                        each.what(),
                                        Bytes.format(each.before()),
                                        Bytes.format(each.after())));
            }
        }
        return wrong;
    }

    /// A table, and what is wrong.
    String table() {
        StringBuilder text = new StringBuilder();
        line(text, "device", report.options().device() + ": " + device);
        line(text, "time", report.elapsed().toSeconds() + " s");
        report.figures()
                .forEach((name, figure) ->
                        line(text, name, String.format(Locale.ROOT, "%,d", figure)));
        for (MemoryWatch.Growth each : growth) {
            line(text, "memory " + each.what(), text(each));
        }
        Optional<String> first = wrong().stream().findFirst();
        line(text, "verdict", first.isEmpty() ? "all is well" : "WRONG");
        wrong().forEach(each -> text.append(each).append('\n'));
        return text.toString();
    }

    private static String text(MemoryWatch.Growth growth) {
        return growth.judged()
                ? "%s, at the end %s: %s"
                        .formatted(
                                Bytes.format(growth.before()),
                                Bytes.format(growth.after()),
                                growth.isFlat() ? "flat" : "GROWN")
                : Bytes.format(growth.after()) + ": too short to say whether it grows";
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-52s  %s%n", name, value));
    }

    /// One JSON object.
    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("device", report.options().device());
        json.put("deviceText", device);
        json.put("threads", report.options().threads());
        json.put("seed", report.options().seed());
        json.put("faults", report.options().faults().orElse("off"));
        json.put("rude", report.options().rude());
        json.put("deviceBytes", report.options().deviceBytes());
        json.put("hostBytes", report.options().hostBytes());
        json.put("wallNanos", report.elapsed().toNanos());
        json.put("figures", report.figures());
        json.put("memory", growth.stream().map(Findings::json).toList());
        json.put("wrong", wrong());
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static Map<String, Object> json(MemoryWatch.Growth growth) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", growth.what());
        json.put("judged", growth.judged());
        json.put("beforeBytes", growth.before());
        json.put("afterBytes", growth.after());
        json.put("flat", growth.isFlat());
        return json;
    }
}
