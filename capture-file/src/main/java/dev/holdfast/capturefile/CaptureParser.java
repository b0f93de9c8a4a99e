package dev.holdfast.capturefile;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.capture.Placement;
import dev.holdfast.memory.capture.Trigger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What `capture.json` says; contents are told of and not there yet.
///
/// @param head the capture without objects
/// @param objects them, in order
record CaptureParser(Capture head, List<Stored> objects) {

    /// Something in it is not as it should be.
    static final class BadCapture extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadCapture(String what) {
            super(what, null, false, false);
        }
    }

    /// An object, and where its contents are.
    ///
    /// @param object it, with contents that stand for others
    /// @param contents what there is instead of bytes; null if there are bytes
    /// @param entry where they are
    /// @param sizeBytes how many
    /// @param truncated whether there were more
    /// @param note why
    record Stored(
            CapturedObject object,
            @Nullable Contents contents,
            String entry,
            long sizeBytes,
            boolean truncated,
            String note) {
        CapturedObject with(Contents real) {
            return new CapturedObject(
                    object.id(),
                    object.name(),
                    object.owner(),
                    object.command(),
                    object.access(),
                    object.address(),
                    object.sizeBytes(),
                    object.spaceBytes(),
                    object.version(),
                    object.atSubmission(),
                    object.now(),
                    object.moved(),
                    real);
        }
    }

    Capture with(List<CapturedObject> whole) {
        return new Capture(
                head.number(),
                head.when(),
                head.nanos(),
                head.trigger(),
                head.fault(),
                head.device(),
                head.lost(),
                head.regions(),
                head.clients(),
                head.commands(),
                whole,
                head.tookNanos());
    }

    static CaptureParser parse(JsonNode root) {
        if (!text(root, "format").equals(Format.NAME)) {
            throw new BadCapture(
                    "not a capture file: its format is \"" + text(root, "format") + "\"");
        }
        long version = number(root, "version");
        if (version != Format.VERSION) {
            throw new BadCapture(
                    "format version %d; this reads version %d".formatted(version, Format.VERSION));
        }
        Capture head =
                new Capture(
                        number(root, "number"),
                        instant(text(root, "when")),
                        number(root, "nanos"),
                        constant(Trigger.class, text(root, "trigger")),
                        fault(root),
                        text(root, "device"),
                        flag(root, "lost"),
                        list(root, "regions", CaptureParser::region),
                        list(root, "clients", CaptureParser::client),
                        list(root, "commands", CaptureParser::command),
                        List.of(),
                        number(root, "tookNanos"));
        return new CaptureParser(head, list(root, "objects", CaptureParser::object));
    }

    private static Optional<Fault> fault(JsonNode node) {
        JsonNode inside = node.get("fault");
        if (inside == null || inside.isNull()) {
            return Optional.empty();
        }
        FaultKind kind = constant(FaultKind.class, text(inside, "kind"));
        Optional<Fault> cause = fault(inside);
        String message = text(inside, "message");
        return Optional.of(
                cause.isPresent()
                        ? Fault.causedBy(kind, message, cause.get())
                        : Fault.of(kind, message));
    }

    private static Capture.RegionState region(JsonNode node) {
        return new Capture.RegionState(
                text(node, "name"),
                whole(node, "heap"),
                size(node, "sizeBytes"),
                size(node, "visibleBytes"),
                size(node, "freeBytes"),
                size(node, "pendingBytes"),
                size(node, "quarantinedBytes"));
    }

    private static Capture.ClientState client(JsonNode node) {
        return new Capture.ClientState(
                number(node, "id"),
                text(node, "name"),
                whole(node, "inFlight"),
                number(node, "guilty"));
    }

    private static CapturedCommand command(JsonNode node) {
        return new CapturedCommand(
                number(node, "number"),
                text(node, "client"),
                text(node, "name"),
                text(node, "kernel"),
                text(node, "queue"),
                constant(CapturedCommand.Stage.class, text(node, "stage")),
                flag(node, "guilty"),
                number(node, "submittedNanos"),
                number(node, "handedOverNanos"),
                list(node, "scalars", each -> asNumber(each, "scalars")),
                list(node, "uses", CaptureParser::use),
                list(node, "stack", each -> asText(each, "stack")));
    }

    private static CapturedCommand.Use use(JsonNode node) {
        return new CapturedCommand.Use(
                number(node, "object"),
                text(node, "name"),
                text(node, "access"),
                number(node, "address"),
                size(node, "sizeBytes"),
                number(node, "version"),
                placement(member(node, "atSubmission")),
                flag(node, "captured"));
    }

    private static Stored object(JsonNode node) {
        JsonNode contents = member(node, "contents");
        boolean missing = contents.has("missing");
        Contents.Missing instead =
                missing
                        ? new Contents.Missing(
                                constant(Contents.Why.class, text(contents, "missing")),
                                text(contents, "note"))
                        : null;
        CapturedObject object =
                new CapturedObject(
                        number(node, "id"),
                        text(node, "name"),
                        text(node, "owner"),
                        number(node, "command"),
                        text(node, "access"),
                        number(node, "address"),
                        size(node, "sizeBytes"),
                        size(node, "spaceBytes"),
                        number(node, "version"),
                        placement(member(node, "atSubmission")),
                        list(node, "now", CaptureParser::placement),
                        flag(node, "moved"),
                        new Contents.Present(List.of(), false, ""));
        return new Stored(
                object,
                instead,
                missing ? "" : text(contents, "file"),
                missing ? 0 : present(contents, object.sizeBytes()),
                !missing && flag(contents, "truncated"),
                text(contents, "note"));
    }

    /// How many bytes there are of an object of `sizeBytes`: all of them, unless it says otherwise.
    private static long present(JsonNode contents, long sizeBytes) {
        long there = size(contents, "sizeBytes");
        boolean whole = !flag(contents, "truncated");
        if (there > sizeBytes || (whole && there != sizeBytes)) {
            throw new BadCapture(
                    "%d bytes of contents for an object of %d".formatted(there, sizeBytes));
        }
        return there;
    }

    private static Placement placement(JsonNode node) {
        return new Placement(
                text(node, "region"),
                list(
                        node,
                        "ranges",
                        each -> {
                            if (each.size() != 3) {
                                throw new BadCapture("a range of " + each.size() + " numbers");
                            }
                            return range(each);
                        }));
    }

    private static HeapRange range(JsonNode each) {
        try {
            return new HeapRange(
                    each.get(0).intValue(), each.get(1).longValue(), each.get(2).longValue());
        } catch (IllegalArgumentException | ArithmeticException impossible) {
            throw new BadCapture("a range that cannot be: " + impossible.getMessage());
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new BadCapture("\"when\" is no time: " + text);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException unknown) {
            throw new BadCapture("no " + type.getSimpleName() + " is called \"" + name + "\"");
        }
    }

    private static JsonNode member(JsonNode node, String name) {
        JsonNode member = node.get(name);
        if (member == null) {
            throw new BadCapture(Format.JSON + " has no \"" + name + "\" where it should");
        }
        return member;
    }

    private static String text(JsonNode node, String name) {
        return asText(member(node, name), name);
    }

    private static String asText(JsonNode member, String name) {
        if (!member.isString()) {
            throw new BadCapture("\"" + name + "\" is no text");
        }
        return member.stringValue();
    }

    private static long number(JsonNode node, String name) {
        return asNumber(member(node, name), name);
    }

    private static long asNumber(JsonNode member, String name) {
        if (!member.isIntegralNumber() || !member.canConvertToLong()) {
            throw new BadCapture("\"" + name + "\" is no whole number");
        }
        return member.longValue();
    }

    private static long size(JsonNode node, String name) {
        long number = number(node, name);
        if (number < 0) {
            throw new BadCapture("\"" + name + "\" cannot be " + number);
        }
        return number;
    }

    private static int whole(JsonNode node, String name) {
        long number = size(node, name);
        if (number > Integer.MAX_VALUE) {
            throw new BadCapture("\"" + name + "\" cannot be " + number);
        }
        return (int) number;
    }

    private static boolean flag(JsonNode node, String name) {
        JsonNode member = member(node, name);
        if (!member.isBoolean()) {
            throw new BadCapture("\"" + name + "\" is neither true nor false");
        }
        return member.booleanValue();
    }

    private static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> each) {
        JsonNode member = member(node, name);
        if (!member.isArray()) {
            throw new BadCapture("\"" + name + "\" is no list");
        }
        List<T> all = new ArrayList<>(member.size());
        for (int i = 0; i < member.size(); i++) {
            try {
                all.add(each.apply(member.get(i)));
            } catch (tools.jackson.core.JacksonException wrong) {
                throw new BadCapture("\"" + name + "\" has something else in it than it should");
            }
        }
        return all;
    }
}
