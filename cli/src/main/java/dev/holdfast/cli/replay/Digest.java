package dev.holdfast.cli.replay;

import java.util.concurrent.atomic.LongAdder;

/// A hash of many contributions that may arrive in any order, each of which says where it belongs.
///
/// Contributions are added up, so that the digest does not depend on which thread was first; as
/// each is mixed with its place, exchanging two of them changes it.
final class Digest {
    private final LongAdder sum = new LongAdder();

    /// Adds the hash of what was found at that place.
    void add(long place, long hash) {
        sum.add(mix(mix(place) ^ hash));
    }

    /// Sixteen hexadecimal digits.
    String text() {
        return String.format("%016x", mix(sum.sum()));
    }

    static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }
}
