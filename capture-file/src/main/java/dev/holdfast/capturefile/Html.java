package dev.holdfast.capturefile;

/// Text in a page.
final class Html {
    private Html() {}

    /// `text` with nothing in it that a browser would take for more than text.
    static String text(Object text) {
        StringBuilder safe = new StringBuilder();
        text.toString()
                .codePoints()
                .forEach(point -> {
                    switch (point) {
                        case '<' -> safe.append("&lt;");
                        case '>' -> safe.append("&gt;");
                        case '&' -> safe.append("&amp;");
                        case '"' -> safe.append("&quot;");
                        case '\'' -> safe.append("&#39;");
                        default -> {
                            if (point >= ' ' || point == '\n') {
                                safe.appendCodePoint(point);
                            } else {
                                safe.append('\uFFFD');
                            }
                        }
                    }
                });
        return safe.toString();
    }
}
