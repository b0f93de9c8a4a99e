package dev.holdfast.cli.trace;

/// What an operation does with one of its buffers.
public enum TraceAccess {
    READ(true, false),
    READ_WRITE(true, true),
    OVERWRITE(false, true);

    private final boolean reads;
    private final boolean writes;

    TraceAccess(boolean reads, boolean writes) {
        this.reads = reads;
        this.writes = writes;
    }

    public boolean reads() {
        return reads;
    }

    public boolean writes() {
        return writes;
    }
}
