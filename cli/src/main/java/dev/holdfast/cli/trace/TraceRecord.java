package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceException.quoted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The fields of one line, whatever kind of record it turns out to be.
///
/// One object is filled again for each line, so nothing that it returns may be kept but strings.
final class TraceRecord {
    private static final int FIELDS = RecordField.values().length;

    private final Set<RecordField> present = EnumSet.noneOf(RecordField.class);
    private final String[] texts = new String[FIELDS];
    private final long[] numbers = new long[FIELDS];
    private final List<List<String>> lists = new ArrayList<>(FIELDS);
    private String firstUnknown = "";

    TraceRecord() {
        for (int i = 0; i < FIELDS; i++) {
            lists.add(new ArrayList<>());
        }
        clear();
    }

    void clear() {
        present.clear();
        Arrays.fill(texts, "");
        lists.forEach(List::clear);
        firstUnknown = "";
    }

    boolean has(RecordField field) {
        return present.contains(field);
    }

    /// {@return the text or id in that field; the empty string where the field is missing}
    String text(RecordField field) {
        return texts[field.ordinal()];
    }

    boolean flag(RecordField field) {
        return has(field) && numbers[field.ordinal()] != 0;
    }

    long number(RecordField field, long ifMissing) {
        return has(field) ? numbers[field.ordinal()] : ifMissing;
    }

    /// {@return the ids in that field; empty where the field is missing}
    List<String> ids(RecordField field) {
        return lists.get(field.ordinal());
    }

    /// {@return words for the fields that it has, to say what an unknown record looks like}
    String description() {
        if (!present.isEmpty()) {
            return "with only \"" + present.iterator().next().jsonName() + "\"";
        }
        return firstUnknown.isEmpty() ? "without a field" : "with " + quoted(firstUnknown);
    }

    void noteUnknown(String fieldName) {
        if (firstUnknown.isEmpty()) {
            firstUnknown = fieldName;
        }
    }

    /// Marks a field as present, before its value is put.
    void begin(RecordField field) throws TraceException {
        if (!present.add(field)) {
            throw new TraceException("\"%s\" appears twice".formatted(field.jsonName()));
        }
    }

    void putText(RecordField field, String text) {
        texts[field.ordinal()] = text;
    }

    void putNumber(RecordField field, long number) {
        numbers[field.ordinal()] = number;
    }

    void addId(RecordField field, String id) {
        lists.get(field.ordinal()).add(id);
    }
}
