package dev.holdfast.cli.report;

import dev.holdfast.device.unit.PlainText;
import dev.holdfast.memory.recorder.FlightLog;
import dev.holdfast.memory.recorder.FlightRecord;
import dev.holdfast.memory.recorder.FlightRecord.Spot;
import dev.holdfast.memory.recorder.InFlight;
import dev.holdfast.memory.recorder.ObjectUse;
import java.util.List;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A flight log for programs.
public final class FlightJson {
    private final ObjectMapper json =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// One object, with the last records.
    public String text(FlightLog log, int last) {
        ObjectNode all = json.createObjectNode();
        all.put("device", log.device());
        all.put("pid", log.pid());
        all.put("startedMillis", log.startedMillis());
        all.put("capacity", log.capacity());
        all.put("closed", log.isClosed());
        all.put("wrapped", log.isWrapped());
        var notes = all.putArray("notes");
        log.notes().forEach(notes::add);
        var inFlight = all.putArray("inFlight");
        for (InFlight each : log.inFlight()) {
            ObjectNode node = inFlight.addObject();
            put(node, each.handedOver());
            node.put("unstopped", each.unstopped());
            if (each.what().isPresent()) {
                put(node.putObject("what"), each.what().get());
            } else {
                node.putNull("what");
            }
        }
        List<FlightRecord> records = log.records();
        var shown = all.putArray("records");
        records.subList(Math.max(0, records.size() - last), records.size())
                .forEach(each -> put(shown.addObject(), each));
        return PlainText.ofJson(json.writeValueAsString(all) + "\n");
    }

    private static void put(ObjectNode node, FlightRecord record) {
        node.put("record", record.number());
        switch (record) {
            case FlightRecord.Submitted submitted -> put(node, submitted);
            case FlightRecord.Moved moved -> {
                head(node, "moved", moved.command(), moved.queue());
                node.put("objectId", moved.objectId());
                node.put("object", moved.object());
                node.put("bytes", moved.sizeBytes());
                put(node.putObject("source"), moved.source());
                put(node.putObject("target"), moved.target());
            }
            case FlightRecord.MovedAgain again -> {
                head(node, "movedAgain", again.command(), again.queue());
                node.put("earlier", again.earlier());
            }
            case FlightRecord.HandedOver given -> {
                head(node, "handedOver", given.command(), given.queue());
                node.put("nanos", given.nanos());
                node.put("ordinal", given.ordinal());
            }
            case FlightRecord.Completed over -> {
                head(node, "completed", over.command(), over.queue());
                node.put("nanos", over.nanos());
                node.put("fault", over.fault().orElse(null));
            }
            case FlightRecord.Skipped skipped -> {
                head(node, "skipped", skipped.command(), skipped.queue());
                node.put("nanos", skipped.nanos());
                node.put("fault", skipped.fault());
            }
            case FlightRecord.DeviceLost lost ->
                    node.put("kind", "deviceLost").put("nanos", lost.nanos());
            case FlightRecord.Closed closed ->
                    node.put("kind", "closed").put("nanos", closed.nanos());
        }
    }

    private static void head(ObjectNode node, String kind, long command, String queue) {
        node.put("kind", kind);
        node.put("command", command);
        node.put("queue", queue);
    }

    private static void put(ObjectNode node, FlightRecord.Submitted submitted) {
        node.put("kind", "submitted");
        node.put("command", submitted.command());
        node.put("nanos", submitted.nanos());
        node.put("submission", submitted.submission());
        node.put("clientId", submitted.clientId());
        node.put("client", submitted.client());
        node.put("name", submitted.name());
        node.put("kernel", submitted.kernel());
        node.put("objectCount", submitted.objects());
        var objects = node.putArray("objects");
        for (ObjectUse use : submitted.uses()) {
            ObjectNode each = objects.addObject();
            each.put("id", use.id());
            each.put("name", use.name());
            each.put("access", use.how().verb());
            each.put("bytes", use.sizeBytes());
            each.put("version", use.version());
            each.put("region", FlightText.heap(use.heap()));
            each.put("offset", use.offset());
            each.put("extents", use.extents());
        }
    }

    private static void put(ObjectNode node, Spot spot) {
        switch (spot) {
            case Spot.InHeap(int heap, long offset) ->
                    node.put("region", FlightText.heap(heap)).put("offset", offset);
            case Spot.Lent lent -> node.put("region", "lent");
            case Spot.Zeros zeros -> node.put("region", "zeros");
        }
    }
}
