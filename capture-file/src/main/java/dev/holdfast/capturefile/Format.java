package dev.holdfast.capturefile;

/// What writer and reader agree on.
final class Format {
    static final String NAME = "holdfast-capture";
    static final int VERSION = 1;
    static final String JSON = "capture.json";

    private Format() {}

    /// The entry with the bytes of the `index`-th object. Made of numbers only: an object's name is
    /// its owner's and may be anything.
    static String buffer(int index, long objectId) {
        return "buffers/%04d-object-%d.bin".formatted(index, objectId);
    }
}
