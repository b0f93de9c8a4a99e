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
    private boolean keptPrivate;

    /// Where it is among those that are open.
    int place;

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

    /// True if what a fault or a refusal says is about this object.
    boolean isNamedIn(String text) {
        return text.contains("\"" + name + "\"");
    }

    @Override
    public String toString() {
        return "\"" + name + "\" of " + owner;
    }
}
