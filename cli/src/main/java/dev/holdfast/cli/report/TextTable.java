package dev.holdfast.cli.report;

import java.util.ArrayList;
import java.util.List;

/// A table in plain text: the first column is left-aligned, the others right-aligned, and a line
/// divides the head from the rows.
public final class TextTable {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    /// A table with these headings.
    public TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    /// Adds a row with as many cells as there are headings.
    public TextTable row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells in a table of " + rows.getFirst().size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /// The lines, without trailing blanks.
    public List<String> lines() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(line(row, widths));
            if (lines.size() == 1) {
                lines.add("─".repeat(total(widths)));
            }
        }
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blank = " ".repeat(widths[i] - width(row.get(i)));
            line.append(i == 0 ? "" : GAP);
            line.append(i == 0 ? row.get(i) + blank : blank + row.get(i));
        }
        return line.toString().stripTrailing();
    }

    private static int total(int[] widths) {
        int total = GAP.length() * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        return total;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
