package dev.holdfast.sim.play;

import org.jspecify.annotations.Nullable;

/// One content that an object has, or will have, or would have had.
final class Version {
    final ObjectTruth object;
    final Kind kind;
    final int number;
    final int clientId;

    /// Whose settling makes it true; null for what is true already.
    final @Nullable WorkTruth writer;

    /// True if a mapping that was to overwrite it did not come about: the content may have been
    /// given up for it.
    final boolean doubted;

    /// True if its writer was accepted, and given up before it was placed.
    final boolean spoilt;

    /// How many losses had been told of when it was accepted as it was; zero if it was not.
    long acceptedAt;

    /// What its words are.
    enum Kind {
        /// Nothing was ever written.
        ZEROS,
        /// Its own, every one of them.
        WORDS,
        /// Any that the object may have held.
        LOOSE
    }

    private Version(
            ObjectTruth object,
            Kind kind,
            int number,
            int clientId,
            @Nullable WorkTruth writer,
            boolean doubted,
            boolean spoilt) {
        this.object = object;
        this.kind = kind;
        this.number = number;
        this.clientId = clientId;
        this.writer = writer;
        this.doubted = doubted;
        this.spoilt = spoilt;
    }

    static Version zeros(ObjectTruth object) {
        return new Version(object, Kind.ZEROS, 0, 0, null, false, false);
    }

    /// The content that `writer` makes, if it does.
    static Version by(WorkTruth writer, ObjectTruth object) {
        int number = ++object.versions;
        return new Version(object, Kind.WORDS, number, writer.player.id, writer, false, false);
    }

    /// The content that `writer` makes, which leaves some of the words that it overwrites out.
    static Version inPart(WorkTruth writer, ObjectTruth object) {
        int number = ++object.versions;
        return new Version(object, Kind.LOOSE, number, writer.player.id, writer, false, false);
    }

    /// The content of an object whose `writer` was accepted and never began.
    static Version spoiled(WorkTruth writer, ObjectTruth object) {
        int number = ++object.versions;
        return new Version(object, Kind.LOOSE, number, writer.player.id, writer, false, true);
    }

    /// The content that `player` writes from the host.
    static Version byHost(Player player, ObjectTruth object) {
        return new Version(object, Kind.WORDS, ++object.versions, player.id, null, false, false);
    }

    /// Whatever is there.
    static Version loose(ObjectTruth object) {
        return new Version(object, Kind.LOOSE, ++object.versions, 0, null, false, false);
    }

    /// The same, but perhaps given up.
    Version inDoubt() {
        return new Version(object, kind, number, clientId, writer, true, spoilt);
    }

    /// The same, and true: whoever said so has waited for it.
    Version confirmed() {
        return new Version(object, kind, number, clientId, null, false, false);
    }

    /// True if its writer is known to be under way.
    boolean isPending() {
        return writer != null && writer.accepted && !writer.settled;
    }

    /// True if its writer was placed and whoever submitted it has not been answered yet: it may be
    /// anywhere.
    boolean isUnknown() {
        return writer != null && !writer.accepted && !spoilt;
    }

    boolean isBad() {
        return spoilt || (writer != null && writer.fault != null);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case ZEROS -> "zeros";
            case WORDS -> "version " + number;
            case LOOSE -> "any of its own words";
        };
    }
}
