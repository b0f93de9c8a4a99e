package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceException.quoted;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The fields of one line, whatever kind of record it turns out to be.
///
/// One object is filled again for each line, so nothing that it returns may be kept but strings.
final class TraceRecord {
    private final Set<RecordField> present = EnumSet.noneOf(RecordField.class);
    private final Map<RecordField, String> texts = new EnumMap<>(RecordField.class);
    private final Map<RecordField, Long> numbers = new EnumMap<>(RecordField.class);
    private final Map<RecordField, List<String>> lists = new EnumMap<>(RecordField.class);
    private String firstUnknown = "";

    void clear() {
        present.clear();
        texts.clear();
        numbers.clear();
        lists.values().forEach(List::clear);
        firstUnknown = "";
    }

    boolean has(RecordField field) {
        return present.contains(field);
    }

    /// {@return the text or id in that field; the empty string where the field is missing}
    String text(RecordField field) {
        return texts.getOrDefault(field, "");
    }

    boolean flag(RecordField field) {
        return number(field, 0) != 0;
    }

    long number(RecordField field, long ifMissing) {
        return numbers.getOrDefault(field, ifMissing);
    }

    /// {@return the ids in that field; empty where the field is missing}
    List<String> ids(RecordField field) {
        return lists.getOrDefault(field, List.of());
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
        texts.put(field, text);
    }

    void putNumber(RecordField field, long number) {
        numbers.put(field, number);
    }

    void addId(RecordField field, String id) {
        lists.computeIfAbsent(field, _ -> new ArrayList<>()).add(id);
    }
}
