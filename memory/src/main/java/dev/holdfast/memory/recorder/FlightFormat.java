package dev.holdfast.memory.recorder;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// How a flight log is laid out: a header of [#HEADER_BYTES], then as many slots for records, then
/// as many for names. All of it in words of eight bytes, little end first.
///
/// A slot is a cache line: its stamp, six words, and a check over the stamp and the six. The stamp
/// is the number of what is in the slot, from one on; number n goes to slot n modulo their count.
/// While a slot is being written its stamp is *minus* the number.
final class FlightFormat {
    static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// "Holdflog", read as a word.
    static final long MAGIC = 0x676f6c66646c6f48L;

    static final long VERSION = 1;
    static final int SLOT_BYTES = 64;
    static final int SLOT_WORDS = SLOT_BYTES / Long.BYTES;
    static final int HEADER_BYTES = 4096;

    static final long MOST_FILE_BYTES = HEADER_BYTES + Recording.MOST_BYTES;

    // words of the header
    static final int AT_MAGIC = 0;
    static final int AT_VERSION = 1;
    static final int AT_SLOT_BYTES = 2;
    static final int AT_SLOTS = 3;
    static final int AT_STARTED = 4;
    static final int AT_NANOS = 5;
    static final int AT_PID = 6;
    static final int AT_CHECK = 7;
    static final int AT_TEXT_BYTES = 8;
    static final int AT_TEXT = 9;
    static final int MOST_TEXT_BYTES = HEADER_BYTES - AT_TEXT * Long.BYTES;

    // what kind of record a slot holds: the lowest byte of its first word
    static final int SUBMITTED = 1;
    static final int USE = 2;
    static final int MOVE = 3;
    static final int AGAIN = 4;
    static final int HANDED_OVER = 5;
    static final int COMPLETED = 6;
    static final int SKIPPED = 7;
    static final int DEVICE_LOST = 8;
    static final int CLOSED = 9;

    // how an object is used
    static final int READS = 1;
    static final int WRITES = 2;

    // where bytes come from, besides a heap
    static final int FROM_ZEROS = 0xfe;
    static final int FROM_LENT = 0xff;

    /// How many bytes of a name a slot holds: what is left of six words by the length and a mark.
    static final int NAME_BYTES = 46;

    // How many commands each queue has been handed and has not reported: six bits a queue.
    static final int COUNT_BITS = 6;
    static final int COUNT_MASK = (1 << COUNT_BITS) - 1;

    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private FlightFormat() {}

    /// One step of the check. For one of the two given, it is one to one in the other: so a change
    /// of one word changes the check, always and not only very likely.
    static long mix(long check, long word) {
        long product = (check ^ word) * MULTIPLIER;
        return product ^ (product >>> 29);
    }

    static long check(long stamp, long w0, long w1, long w2, long w3, long w4, long w5) {
        return mix(mix(mix(mix(mix(mix(mix(MAGIC, stamp), w0), w1), w2), w3), w4), w5);
    }

    /// The check of a header: over all its words but that one.
    static long headerCheck(long[] words) {
        long check = MAGIC;
        for (int i = 0; i < words.length; i++) {
            check = i == AT_CHECK ? check : mix(check, words[i]);
        }
        return check;
    }
}
