package dev.holdfast.device.unit;

/// Makes text from outside harmless before it is printed.
///
/// Names of clients, objects and kernels, what a trace or a capture says, the words of a driver or
/// of its compiler: all of that is somebody else's and can hold anything. What would move a
/// terminal's cursor, end a line or turn the direction of writing round is spelled as an escape
/// such as `\u001b`, so that a line stays one line and looks like what it is. All that prints for
/// people or programs goes through here.
public final class PlainText {
    private PlainText() {}

    /// `text` as one line.
    public static String of(String text) {
        return escaped(text, false);
    }

    /// A JSON document with the same meaning, in which nothing but the ends of its own lines is
    /// left that a terminal would obey. JSON writers escape only what JSON wants escaped.
    public static String ofJson(String json) {
        return escaped(json, true);
    }

    private static String escaped(String text, boolean json) {
        int first = 0;
        while (first < text.length() && isAscii(text.charAt(first), json)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 16).append(text, 0, first);
        text.codePoints()
                .skip(text.codePointCount(0, first))
                .forEach(point -> {
                    if (isPlain(point) || (json && isLayout(point))) {
                        plain.appendCodePoint(point);
                    } else if (json) {
                        for (char unit : Character.toChars(point)) {
                            plain.append("\\u%04x".formatted((int) unit));
                        }
                    } else {
                        plain.append((point > 0xffff ? "\\u{%x}" : "\\u%04x").formatted(point));
                    }
                });
        return plain.toString();
    }

    private static boolean isAscii(char unit, boolean json) {
        return (unit >= ' ' && unit < 0x7f) || (json && isLayout(unit));
    }

    /// What JSON has between its values; inside a text a writer escapes it.
    private static boolean isLayout(int point) {
        return point == '\n' || point == '\r' || point == '\t';
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
