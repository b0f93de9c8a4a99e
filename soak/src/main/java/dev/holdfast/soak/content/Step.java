package dev.holdfast.soak.content;

/// One thing that a kernel does: compares a part of an argument with what it must be, or writes it,
/// or both in this order.
///
/// @param argument which of the launch's objects
/// @param source which one is copied from, at the same offset; where nothing is, any
/// @param from the first byte
/// @param to the byte after the last
/// @param reads the identity that the part must have; [#NONE] if nobody looks
/// @param writes the identity that it gets; [#NONE] for none, [#COPY] for what the source has
public record Step(int argument, int source, long from, long to, long reads, long writes) {
    /// Nothing is read, or nothing written.
    public static final long NONE = -1;

    /// What is written is the source's.
    public static final long COPY = -2;

    /// Numbers that make a step.
    static final int NUMBERS = 6;

    /// Looks at a span.
    public static Step check(int argument, Span span) {
        return new Step(argument, argument, span.from(), span.to(), span.identity(), NONE);
    }

    /// Writes a part.
    public static Step fill(int argument, long from, long to, long identity) {
        return new Step(argument, argument, from, to, NONE, identity);
    }

    /// Copies the first bytes of one object to all of another.
    public static Step copy(int argument, int source, long sizeBytes) {
        return new Step(argument, source, 0, sizeBytes, NONE, COPY);
    }

    /// How many words it looks at.
    public long wordsChecked() {
        return reads == NONE ? 0 : Contents.words(to) - from / Long.BYTES;
    }

    void put(long[] numbers, int at) {
        numbers[at] = argument;
        numbers[at + 1] = source;
        numbers[at + 2] = from;
        numbers[at + 3] = to;
        numbers[at + 4] = reads;
        numbers[at + 5] = writes;
    }

    static Step at(long[] numbers, int at) {
        return new Step(
                (int) numbers[at],
                (int) numbers[at + 1],
                numbers[at + 2],
                numbers[at + 3],
                numbers[at + 4],
                numbers[at + 5]);
    }
}
