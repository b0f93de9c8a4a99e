package dev.holdfast.cli.trace;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Turns one line of JSON into the fields of a [TraceRecord].
///
/// It reads tokens, not a tree, and words its own complaints: those of a JSON library speak of its
/// own types, run over several lines and change from version to version.
final class RecordParser {
    private final JsonFactory json = new JsonFactory();

    /// Fills `record` from `length` bytes of `line`.
    void parse(byte[] line, int length, TraceRecord record) throws TraceException {
        record.clear();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), line, 0, length)) {
            try {
                parseObject(parser, record);
            } catch (JacksonException notJson) {
                throw new TraceException(
                        "not JSON%s; each line must be one JSON object".formatted(place(notJson)));
            }
        }
    }

    /// {@return in which column parsing stopped, if the library says so: where a line goes against
    /// one of its limits, such as that of nesting, it does not}
    private static String place(JacksonException notJson) {
        @Nullable TokenStreamLocation location = notJson.getLocation();
        return location == null || location.getColumnNr() < 1
                ? ""
                : " (column " + location.getColumnNr() + ")";
    }

    private static void parseObject(JsonParser parser, TraceRecord record) throws TraceException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw new TraceException(
                    "%s where each line must be one JSON object".formatted(words(first)));
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String fieldName = parser.currentName();
            parser.nextToken();
            RecordField field = RecordField.named(fieldName);
            if (field == null) {
                record.noteUnknown(fieldName);
                parser.skipChildren();
            } else {
                record.begin(field);
                parseValue(parser, field, record);
            }
        }
        if (parser.nextToken() != null) {
            throw new TraceException("more than one JSON value; each line must be one JSON object");
        }
    }

    private static void parseValue(JsonParser parser, RecordField field, TraceRecord record)
            throws TraceException {
        JsonToken token = parser.currentToken();
        switch (field.kind()) {
            case TEXT -> {
                require(token == JsonToken.VALUE_STRING, parser, field);
                record.putText(field, parser.getString());
            }
            case NUMBER -> {
                require(token == JsonToken.VALUE_NUMBER_INT, parser, field);
                record.putNumber(field, number(parser, field));
            }
            case FLAG -> {
                boolean yes = token == JsonToken.VALUE_TRUE;
                require(yes || token == JsonToken.VALUE_FALSE, parser, field);
                record.putNumber(field, yes ? 1 : 0);
            }
            case ID -> {
                require(isId(token), parser, field);
                record.putText(field, parser.getString());
            }
            case IDS -> {
                require(token == JsonToken.START_ARRAY, parser, field);
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    require(isId(parser.currentToken()), parser, field, "one with ");
                    record.addId(field, parser.getString());
                }
            }
        }
    }

    private static boolean isId(@Nullable JsonToken token) {
        return token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
    }

    private static long number(JsonParser parser, RecordField field) throws TraceException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            default ->
                    throw new TraceException(
                            "\"%s\" is %s, which does not fit into 64 bits"
                                    .formatted(field.jsonName(), shortened(parser.getString())));
        };
    }

    private static String shortened(String digits) {
        return digits.length() <= 40 ? digits : digits.substring(0, 40) + "...";
    }

    private static void require(boolean fits, JsonParser parser, RecordField field)
            throws TraceException {
        require(fits, parser, field, "");
    }

    private static void require(
            boolean fits, JsonParser parser, RecordField field, String beforeFound)
            throws TraceException {
        if (!fits) {
            throw new TraceException(
                    "\"%s\" must be %s, not %s%s"
                            .formatted(
                                    field.jsonName(),
                                    field.kind().words(),
                                    beforeFound,
                                    words(parser.currentToken())));
        }
    }

    private static String words(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }
}
