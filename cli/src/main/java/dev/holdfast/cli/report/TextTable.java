package dev.holdfast.cli.report;

import dev.holdfast.device.unit.PlainText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A table in plain text: the first column is left-aligned, the others right-aligned, and a line
/// divides the head from the rows.
///
/// Columns are as wide as their widest cell. A table whose rows are printed as they come says
/// beforehand how wide that is, with [#reserve].
public final class TextTable {
    private static final String GAP = "   ";

    private final List<String> headings;
    private final int[] widths;
    private final List<List<String>> rows = new ArrayList<>();

    /// A table with these headings.
    public TextTable(String... headings) {
        this.headings = Arrays.stream(headings).map(PlainText::of).toList();
        this.widths = new int[headings.length];
        reserve(this.headings.toArray(String[]::new));
    }

    /// Makes each column at least as wide as this cell of it.
    public TextTable reserve(String... cells) {
        if (cells.length != widths.length) {
            throw new IllegalArgumentException(
                    cells.length + " cells in a table of " + widths.length + " columns");
        }
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], width(cells[i]));
        }
        return this;
    }

    /// Adds a row with as many cells as there are headings.
    public TextTable row(String... cells) {
        String[] plain = Arrays.stream(cells).map(PlainText::of).toArray(String[]::new);
        reserve(plain);
        rows.add(List.of(plain));
        return this;
    }

    /// Head and rows, without trailing blanks.
    public List<String> lines() {
        List<String> lines = new ArrayList<>(head());
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    /// The headings and the line below them.
    public List<String> head() {
        int total = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
        return List.of(line(headings), "─".repeat(total));
    }

    /// The row that was added last.
    public String lastLine() {
        return line(rows.getLast());
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blank = " ".repeat(Math.max(0, widths[i] - width(row.get(i))));
            line.append(i == 0 ? "" : GAP);
            line.append(i == 0 ? row.get(i) + blank : blank + row.get(i));
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
