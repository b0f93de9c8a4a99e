package dev.holdfast.cli.trace;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields that a line of a trace may have and that mean something here; others are passed over.
enum RecordField {
    FORMAT("format", Kind.TEXT),
    VERSION("version", Kind.NUMBER),
    NAME("name", Kind.TEXT),
    BUFFER("buffer", Kind.ID),
    BYTES("bytes", Kind.NUMBER),
    INITIAL("initial", Kind.FLAG),
    CLIENT("client", Kind.TEXT),
    OP("op", Kind.TEXT),
    READS("reads", Kind.IDS),
    WRITES("writes", Kind.IDS),
    FREES("frees", Kind.IDS),
    NANOS("nanos", Kind.NUMBER),
    HASH_IDS("hash_ids", Kind.IDS);

    /// What JSON a field must hold, in the words of an error message. An id is text to us, but
    /// programs that write traces often have numbers at hand, so both are taken: 7 names "7".
    enum Kind {
        TEXT("a string"),
        NUMBER("a whole number"),
        FLAG("true or false"),
        ID("a string or a whole number"),
        IDS("an array of strings or whole numbers");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private static final Map<String, RecordField> BY_NAME = new HashMap<>();

    static {
        for (RecordField field : values()) {
            BY_NAME.put(field.jsonName, field);
        }
    }

    private final String jsonName;
    private final Kind kind;

    RecordField(String jsonName, Kind kind) {
        this.jsonName = jsonName;
        this.kind = kind;
    }

    static @Nullable RecordField named(String jsonName) {
        return BY_NAME.get(jsonName);
    }

    Kind kind() {
        return kind;
    }

    /// {@return the name as it stands in the file}
    String jsonName() {
        return jsonName;
    }
}
