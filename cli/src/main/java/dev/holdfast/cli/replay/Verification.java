package dev.holdfast.cli.replay;

import java.util.List;

/// What came of checking every word.
///
/// Reads and verified reads are those of the counted iterations; whatever is wrong or missing
/// counts from all of them, and from reading everything back at the end.
///
/// @param reads buffers that counted operations read, once for each operation
/// @param verifiedReads those whose every word was right
/// @param verifiedBytes bytes looked at by counted operations that went well
/// @param skippedReads reads of operations that were refused or failed
/// @param unreadableAtEnd buffers whose content could not be read back at the end
/// @param mismatchedReads reads with a wrong word
/// @param foreignReads those with another buffer's word
/// @param staleWords wrong words that are of another version of the same buffer
/// @param foreignWords wrong words that are another buffer's
/// @param garbageWords other wrong words
/// @param refusals operations that were refused
/// @param skips the first thousand operations behind `skippedReads`
/// @param wrongWords the first few wrong words, for people
/// @param digest of all that was read, and of everything there was in the end
public record Verification(
        long reads,
        long verifiedReads,
        long verifiedBytes,
        long skippedReads,
        long unreadableAtEnd,
        long mismatchedReads,
        long foreignReads,
        long staleWords,
        long foreignWords,
        long garbageWords,
        long refusals,
        List<SkippedOp> skips,
        List<String> wrongWords,
        String digest) {

    /// Takes its own copies of the lists.
    public Verification {
        skips = List.copyOf(skips);
        wrongWords = List.copyOf(wrongWords);
    }

    /// True if every read was verified and none was wrong, skipped or refused.
    public boolean isComplete() {
        return verifiedReads == reads
                && skippedReads == 0
                && unreadableAtEnd == 0
                && mismatchedReads == 0
                && refusals == 0;
    }

    /// Wrong words of all kinds.
    public long wrongWordCount() {
        return staleWords + foreignWords + garbageWords;
    }
}
