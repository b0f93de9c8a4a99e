package dev.holdfast.sim.play;

import dev.holdfast.memory.work.Access;

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

    /// Where it is among those that are open.
    int place = -1;

    /// True once it was granted to anybody.
    boolean shared;

    /// True if it was to be overwritten before it was shared: its space may then have come with
    /// bytes of its owner's other objects, for whoever looks before overwriting.
    boolean mayHoldSiblings;

    /// True if it is memory that the device has adopted.
    boolean adopted;

    /// True once anybody was to write it, or its content was given up: until then it is zeros, or
    /// what its owner has lent, and no device can take that along.
    boolean touched;

    int readMappings;
    boolean writeMapped;
    int pins;

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

    /// Whoever overwrites it without others having been let in may find siblings.
    void overwritten() {
        if (!shared) {
            mayHoldSiblings = true;
        }
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
