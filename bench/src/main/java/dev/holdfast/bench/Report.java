package dev.holdfast.bench;

import dev.holdfast.bench.harness.Estimate;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The rows, for people and for programs.
///
/// @param before the machine when it began
/// @param after the machine when it was done
/// @param rows what was measured
record Report(Machine before, Machine after, List<Row> rows) {
    private static final List<String> HEADINGS =
            List.of("budget", "what", "goal", "measured", "interval", "verdict", "");

    /// A table.
    String table() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADINGS);
        rows.forEach(row -> lines.add(cells(row)));
        int[] widths = new int[HEADINGS.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder padded = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                padded.append(line.get(i)).repeat(' ', widths[i] - line.get(i).length() + 2);
            }
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static List<String> cells(Row row) {
        Unit unit = row.unit();
        return List.of(
                row.budget(),
                row.what(),
                row.goal().text(unit),
                row.measured().map(figure -> unit.format(figure.median())).orElse("–"),
                row.measured().map(figure -> interval(figure, unit)).orElse("–"),
                row.verdict().text(),
                row.note());
    }

    private static String interval(Estimate figure, Unit unit) {
        return unit.format(figure.low()) + " … " + unit.format(figure.high());
    }

    /// One JSON object.
    String json() {
        StringBuilder text = new StringBuilder("{\n");
        text.append("  \"machine\": ").append(quoted(before.toString())).append(",\n");
        text.append("  \"loadBefore\": ").append(number(before.load())).append(",\n");
        text.append("  \"loadAfter\": ").append(number(after.load())).append(",\n");
        text.append("  \"rows\": [\n");
        for (int i = 0; i < rows.size(); i++) {
            text.append("    ").append(json(rows.get(i)));
            text.append(i < rows.size() - 1 ? ",\n" : "\n");
        }
        return text.append("  ]\n}\n").toString();
    }

    private static String json(Row row) {
        String figure =
                row.measured()
                        .map(measured ->
                                ", \"median\": "
                                        + number(measured.median())
                                        + ", \"low\": "
                                        + number(measured.low())
                                        + ", \"high\": "
                                        + number(measured.high())
                                        + ", \"rounds\": "
                                        + measured.rounds())
                        .orElse("");
        return "{\"budget\": "
                + quoted(row.budget())
                + ", \"what\": "
                + quoted(row.what())
                + ", \"unit\": "
                + quoted(row.unit().name().toLowerCase(Locale.ROOT))
                + ", \"goal\": "
                + quoted(row.goal().text(row.unit()))
                + figure
                + ", \"verdict\": "
                + quoted(row.verdict().text())
                + ", \"note\": "
                + quoted(row.note())
                + "}";
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
