package dev.holdfast.capturefile;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.unit.PlainText;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.capture.Placement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A capture as JSON: all of it but the bytes.
public final class CaptureJson {
    private final ObjectMapper json =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// One object, indented.
    public String text(Capture capture) {
        ObjectNode all = json.createObjectNode();
        all.put("format", Format.NAME);
        all.put("version", Format.VERSION);
        all.put("number", capture.number());
        all.put("when", capture.when().toString());
        all.put("nanos", capture.nanos());
        all.put("trigger", capture.trigger().name());
        put(all, capture.fault().orElse(null));
        all.put("device", capture.device());
        all.put("lost", capture.lost());
        all.put("tookNanos", capture.tookNanos());
        ArrayNode regions = all.putArray("regions");
        capture.regions().forEach(each -> put(regions.addObject(), each));
        ArrayNode clients = all.putArray("clients");
        for (Capture.ClientState each : capture.clients()) {
            ObjectNode node = clients.addObject();
            node.put("id", each.id());
            node.put("name", each.name());
            node.put("inFlight", each.inFlight());
            node.put("guilty", each.guilty());
        }
        ArrayNode commands = all.putArray("commands");
        capture.commands().forEach(each -> put(commands.addObject(), each));
        ArrayNode objects = all.putArray("objects");
        for (int i = 0; i < capture.objects().size(); i++) {
            put(objects.addObject(), i, capture.objects().get(i));
        }
        return PlainText.ofJson(json.writeValueAsString(all) + "\n");
    }

    private static void put(ObjectNode node, @Nullable Fault fault) {
        if (fault == null) {
            node.putNull("fault");
            return;
        }
        ObjectNode inside = node.putObject("fault");
        inside.put("kind", fault.kind().name());
        inside.put("message", fault.message());
        Fault cause = fault.cause().orElse(null);
        if (cause != null) {
            put(inside, cause);
        }
    }

    private static void put(ObjectNode node, Capture.RegionState region) {
        node.put("name", region.name());
        node.put("heap", region.heap());
        node.put("sizeBytes", region.sizeBytes());
        node.put("visibleBytes", region.visibleBytes());
        node.put("freeBytes", region.freeBytes());
        node.put("pendingBytes", region.pendingBytes());
        node.put("quarantinedBytes", region.quarantinedBytes());
    }

    private static void put(ObjectNode node, CapturedCommand command) {
        node.put("number", command.number());
        node.put("client", command.client());
        node.put("name", command.name());
        node.put("kernel", command.kernel());
        node.put("queue", command.queue());
        node.put("stage", command.stage().name());
        node.put("guilty", command.guilty());
        node.put("submittedNanos", command.submittedNanos());
        node.put("handedOverNanos", command.handedOverNanos());
        ArrayNode scalars = node.putArray("scalars");
        command.scalars().forEach(scalars::add);
        ArrayNode uses = node.putArray("uses");
        for (CapturedCommand.Use use : command.uses()) {
            ObjectNode each = uses.addObject();
            each.put("object", use.object());
            each.put("name", use.name());
            each.put("access", use.access());
            each.put("address", use.address());
            each.put("sizeBytes", use.sizeBytes());
            each.put("version", use.version());
            each.put("captured", use.captured());
            put(each.putObject("atSubmission"), use.atSubmission());
        }
        ArrayNode stack = node.putArray("stack");
        command.stack().forEach(stack::add);
    }

    private static void put(ObjectNode node, int index, CapturedObject object) {
        node.put("id", object.id());
        node.put("name", object.name());
        node.put("owner", object.owner());
        node.put("command", object.command());
        node.put("access", object.access());
        node.put("address", object.address());
        node.put("sizeBytes", object.sizeBytes());
        node.put("spaceBytes", object.spaceBytes());
        node.put("version", object.version());
        node.put("moved", object.moved());
        put(node.putObject("atSubmission"), object.atSubmission());
        ArrayNode now = node.putArray("now");
        object.now().forEach(each -> put(now.addObject(), each));
        ObjectNode contents = node.putObject("contents");
        switch (object.contents()) {
            case Contents.Present present -> {
                contents.put("file", Format.buffer(index, object.id()));
                contents.put("sizeBytes", present.sizeBytes());
                contents.put("truncated", present.truncated());
                contents.put("note", present.note());
            }
            case Contents.Missing(Contents.Why why, String note) -> {
                contents.put("missing", why.name());
                contents.put("note", note);
            }
        }
    }

    private static void put(ObjectNode node, Placement placement) {
        node.put("region", placement.region());
        ArrayNode ranges = node.putArray("ranges");
        List<HeapRange> all = placement.ranges();
        for (HeapRange range : all) {
            ArrayNode each = ranges.addArray();
            each.add(range.heap());
            each.add(range.offset());
            each.add(range.sizeBytes());
        }
    }
}
