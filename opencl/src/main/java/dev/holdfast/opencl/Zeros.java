package dev.holdfast.opencl;

/// A part of a range that is filled with one pattern: OpenCL wants offset and length to be
/// multiples of the pattern's length.
///
/// @param patternBytes how long the pattern is, a power of two
/// @param sizeBytes how long the part is
record Zeros(int patternBytes, long sizeBytes) {
    /// The longest pattern that there is.
    static final int LONGEST = 128;

    /// Where filling apart what is not aligned is not worth another call.
    private static final long SMALL_BYTES = 1024;

    /// The part of `from..end` to begin with: all of it where that is small or aligned, else what
    /// comes before the first multiple of the longest pattern, else what comes before the last.
    static Zeros longestAt(long from, long end) {
        long length = end - from;
        long divisor = Long.lowestOneBit(from | length | LONGEST);
        if (divisor == LONGEST || length < SMALL_BYTES) {
            return new Zeros((int) divisor, length);
        }
        long head = -from & (LONGEST - 1);
        if (head != 0) {
            return new Zeros((int) Long.lowestOneBit(from), head);
        }
        return new Zeros(LONGEST, length & -LONGEST);
    }
}
