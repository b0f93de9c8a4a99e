package dev.holdfast.sim.play;

import dev.holdfast.memory.work.Access;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What is true of an object, by what was asked for and nothing else.
final class ObjectTruth {
    final int id;
    final String name;
    final int words;
    final Player owner;

    /// The content that whoever is placed next will meet.
    Version current;

    /// How many contents it has had.
    int versions;

    boolean closed;
    private boolean keptPrivate;

    /// Where it is among those that are open.
    int place = -1;

    /// The memory that its owner lent to it; null if he did not.
    @Nullable MemorySegment lent;

    /// Which content that was.
    int lentVersion;

    /// True once that memory can not be read any more, or not all of it.
    boolean vanished;

    /// True if it is memory that the device has adopted.
    boolean adopted;

    /// True once anybody was to write it, or its content was given up: until then it is zeros, or
    /// what its owner has lent, and no device can take that along.
    boolean touched;

    int readMappings;
    boolean writeMapped;
    int pins;

    /// How many of them their holders have got, and have not begun to give back.
    int surePins;

    ObjectTruth(int id, String name, int words, Player owner) {
        this.id = id;
        this.name = name;
        this.words = words;
        this.owner = owner;
        this.current = Version.zeros(this);
    }

    long sizeBytes() {
        return 8L * words;
    }

    boolean isMapped() {
        return writeMapped || readMappings > 0;
    }

    boolean isMappedAgainst(Access access) {
        return writeMapped || (access.writes() && readMappings > 0);
    }

    /// True if it was created for its owner alone. Only then may its space come with bytes of its
    /// owner's other objects, for whoever looks before overwriting or writes less than all.
    boolean isPrivate() {
        return keptPrivate;
    }

    /// It is its owner's alone.
    void keepPrivate() {
        keptPrivate = true;
    }

    /// True if `version` is what was lent and has vanished, or was to be made of it: then it may be
    /// lost.
    boolean isGone(@Nullable Version version) {
        return vanished && isOfLent(version);
    }

    /// True if `version` may still be what was lent, or was to be made of it.
    private boolean isOfLent(@Nullable Version version) {
        if (lent == null || version == null) {
            return false;
        }
        if (version.number == lentVersion || version.spoilt || version.doubted) {
            return true;
        }
        WorkTruth writer = version.writer;
        if (writer != null) {
            for (Use use : writer.uses) {
                if (use.made == version) {
                    // who overwrites it may fail too, where the bytes that are gone were on the way
                    boolean made = writer.settled && writer.fault == null;
                    return (use.access.reads() || !made) && isOfLent(use.expected);
                }
            }
        }
        return false;
    }

    /// Its content was accepted as it is, whichever that may be.
    void accepted() {
        boolean still = isOfLent(current);
        current = Version.loose(this);
        if (still) {
            lentVersion = current.number;
        }
    }

    /// True if `segment` is the very memory that its owner lent.
    boolean isLent(MemorySegment segment) {
        return lent != null && segment.isNative() && segment.address() == lent.address();
    }

    /// True if what a fault or a refusal says is about this object.
    boolean isNamedIn(String text) {
        return text.contains("\"" + name + "\"");
    }

    @Override
    public String toString() {
        return "\"" + name + "\" of " + owner;
    }
}
