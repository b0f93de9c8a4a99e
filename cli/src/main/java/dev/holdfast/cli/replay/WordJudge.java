package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.Trace;

/// Says of a wrong word what is wrong with it. Slow, because it is only asked about wrong words.
///
/// @param trace whose buffers these are
/// @param pattern what right words look like
record WordJudge(Trace trace, WordPattern pattern) {
    /// What a word is that should be another.
    ///
    /// @param buffer in which it was found
    /// @param identity of the content that should be there
    /// @param word what was found
    WordFault judge(int buffer, long identity, long word) {
        if (word == 0) {
            return WordFault.STALE;
        }
        return pattern.origin(word)
                .filter(origin -> origin.index() < words(origin.buffer()))
                .map(origin -> judge(buffer, identity, origin))
                .orElse(WordFault.GARBAGE);
    }

    private WordFault judge(int buffer, long identity, WordPattern.Origin origin) {
        if (origin.buffer() != buffer) {
            return WordFault.FOREIGN;
        }
        boolean another =
                identity == WordPattern.ZEROS || origin.version() != pattern.version(identity);
        return another ? WordFault.STALE : WordFault.GARBAGE;
    }

    /// A wrong word in words, for people.
    String describe(int buffer, long identity, long index, long word) {
        String expected =
                identity == WordPattern.ZEROS ? "zeros" : "version " + pattern.version(identity);
        String found =
                pattern.origin(word)
                        .filter(origin -> origin.index() < words(origin.buffer()))
                        .map(origin ->
                                "word %d of version %d of %s"
                                        .formatted(
                                                origin.index(),
                                                origin.version(),
                                                name(origin.buffer())))
                        .orElse(String.format("0x%016x", word));
        return "%s, word %d: %s expected, %s found"
                .formatted(name(buffer), index, expected, word == 0 ? "zeros" : found);
    }

    private long words(int buffer) {
        return (trace.sizeBytes(buffer) + Long.BYTES - 1) / Long.BYTES;
    }

    private String name(int buffer) {
        return "buffer \"" + trace.buffer(buffer).id() + "\"";
    }
}
