package dev.holdfast.soak.content;

/// A part of an object that was written at once. It starts at a multiple of a word, and ends at one
/// or where the object does.
///
/// @param from its first byte
/// @param to the byte after its last
/// @param identity of its words
public record Span(long from, long to, long identity) {
    /// The part of this from `start` to `end`; not empty, or this is misuse.
    Span cut(long start, long end) {
        return new Span(Math.max(from, start), Math.min(to, end), identity);
    }
}
