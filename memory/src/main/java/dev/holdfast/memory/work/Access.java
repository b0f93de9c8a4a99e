package dev.holdfast.memory.work;

/// What a submission or a mapping does with an object.
public enum Access {
    /// Reads its content.
    READ(true, false),
    /// Reads and changes it.
    READ_WRITE(true, true),
    /// Writes every byte of it and reads none: what was there before does not matter.
    OVERWRITE(false, true);

    private final boolean reads;
    private final boolean writes;

    Access(boolean reads, boolean writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /// True if the content before matters.
    public boolean reads() {
        return reads;
    }

    /// True if the content after is a new one.
    public boolean writes() {
        return writes;
    }

    /// The access of somebody who does both this and `other`.
    public Access with(Access other) {
        if (this == other) {
            return this;
        }
        return READ_WRITE;
    }

    /// True if whoever may do `other` may do this.
    public boolean isWithin(Access other) {
        return other.writes || !writes;
    }
}
