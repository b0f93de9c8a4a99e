package dev.holdfast.cli.replay;

/// What the check of one buffer's content has found. Belongs to the thread that checks.
final class WordCount {
    private long bytes;
    private long stale;
    private long foreign;
    private long garbage;
    private long digest;
    private String firstWrong = "";

    /// What somebody else has counted, in so many bytes.
    static WordCount reported(
            long bytes, long digest, long stale, long foreign, long garbage, String firstWrong) {
        WordCount count = new WordCount();
        count.bytes = bytes;
        count.digest = digest;
        count.stale = stale;
        count.foreign = foreign;
        count.garbage = garbage;
        count.firstWrong = firstWrong;
        return count;
    }

    /// `words` words, or the last few bytes of one, have been looked at; `sum` and `fold` are of
    /// what was really there.
    void seen(long countBytes, long sum, long fold) {
        bytes += countBytes;
        digest = Digest.mix(digest ^ sum) + Digest.mix(fold);
    }

    void wrong(WordFault fault) {
        switch (fault) {
            case STALE -> stale++;
            case FOREIGN -> foreign++;
            case GARBAGE -> garbage++;
        }
    }

    void explain(String what) {
        if (firstWrong.isEmpty()) {
            firstWrong = what;
        }
    }

    long bytes() {
        return bytes;
    }

    long stale() {
        return stale;
    }

    long foreign() {
        return foreign;
    }

    long garbage() {
        return garbage;
    }

    boolean isRight() {
        return stale + foreign + garbage == 0;
    }

    /// A hash of everything that was looked at.
    long digest() {
        return digest;
    }

    /// The first wrong word, for people; empty if there was none.
    String firstWrong() {
        return firstWrong;
    }
}
