package dev.holdfast.capturefile;

/// Text in a page.
final class Html {
    private Html() {}

    /// `text` with nothing in it that a browser would take for more than text.
    static String text(Object text) {
        return CaptureText.plain(text.toString())
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
