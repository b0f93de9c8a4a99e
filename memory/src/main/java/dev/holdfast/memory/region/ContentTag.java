package dev.holdfast.memory.region;

/// Whose bytes lie in a stretch of space: what decides whether it must be cleared before the next
/// owner may reach it (P1).
///
/// A tag is a promise about every byte. Whoever frees space answers for it, and says *mixed* unless
/// the overwriting it relies on has settled **well**.
public sealed interface ContentTag {
    /// All zeros, for certain.
    Clean CLEAN = new Clean();

    /// Anybody's, or unknown.
    Mixed MIXED = new Mixed();

    /// All zeros, for certain.
    record Clean() implements ContentTag {}

    /// Written by one client alone, or still zero.
    ///
    /// @param clientId that client
    record OwnedBy(long clientId) implements ContentTag {}

    /// Anybody's, or unknown.
    record Mixed() implements ContentTag {}

    /// Bytes of one client.
    static ContentTag ownedBy(long clientId) {
        return new OwnedBy(clientId);
    }

    /// What can be said of both together: mixed, unless both say the same.
    static ContentTag ofBoth(ContentTag one, ContentTag other) {
        return one.equals(other) ? one : MIXED;
    }
}
