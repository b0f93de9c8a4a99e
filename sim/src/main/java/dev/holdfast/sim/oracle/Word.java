package dev.holdfast.sim.oracle;

/// How content is packed into a word:
///
///     client 8 | object 16 | version 16 | index 16 | check 8
///
/// Clients are counted from one, so no word is zero. The check tells a word that somebody wrote
/// from bytes that nobody did, but for one in 256.
public final class Word {
    /// The most clients, over an episode.
    public static final int CLIENTS = 0xFF;

    /// The most objects, over an episode.
    public static final int OBJECTS = 0xFFFF;

    /// The most versions of an object.
    public static final int VERSIONS = 0xFFFF;

    private static final int CHECK_BITS = 8;
    private static final long CHECK_MASK = 0xFF;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Word() {}

    /// All words of a version have this in common; the one at `index` is [#at].
    public static long common(int client, int object, int version) {
        return ((long) client << 48) | ((long) object << 32) | ((long) version << 16);
    }

    /// The word at `index` of what [#common] stands for.
    public static long at(long common, int index) {
        long body = common | index;
        return (body << CHECK_BITS) | check(body);
    }

    /// The word itself.
    public static long of(int client, int object, int version, int index) {
        return at(common(client, object, version), index);
    }

    private static long check(long body) {
        return ((body ^ (body >>> 27)) * SPREAD) >>> 56;
    }

    /// True if somebody wrote this.
    public static boolean isWritten(long word) {
        return client(word) != 0 && check(word >>> CHECK_BITS) == (word & CHECK_MASK);
    }

    /// Who wrote it.
    public static int client(long word) {
        return (int) (word >>> 56);
    }

    /// Into which object.
    public static int object(long word) {
        return (int) (word >>> 40) & OBJECTS;
    }

    /// As which of its versions.
    public static int version(long word) {
        return (int) (word >>> 24) & VERSIONS;
    }

    /// As which of its words.
    public static int index(long word) {
        return (int) (word >>> 8) & 0xFFFF;
    }
}
