package dev.holdfast.cli.report;

import dev.holdfast.device.Device;
import dev.holdfast.memory.recorder.FlightRecord;
import dev.holdfast.memory.recorder.FlightRecord.Spot;
import dev.holdfast.memory.recorder.ObjectUse;
import java.util.Locale;

/// What a flight log tells, in words.
final class FlightText {
    private FlightText() {}

    /// The heap's name; a log knows its index.
    static String heap(int heap) {
        return switch (heap) {
            case Device.DEVICE_HEAP -> "device";
            case Device.HOST_HEAP -> "host";
            default -> "heap " + heap;
        };
    }

    static String name(String name, String kind, long id) {
        return name.isEmpty() ? kind + " " + id : "\"" + name + "\"";
    }

    /// `device 0x1000`.
    static String spot(Spot spot) {
        return switch (spot) {
            case Spot.InHeap(int heap, long offset) -> place(heap, offset);
            case Spot.Lent lent -> "lent memory";
            case Spot.Zeros zeros -> "zeros";
        };
    }

    private static String place(int heap, long offset) {
        return heap(heap) + " 0x" + Long.toHexString(offset);
    }

    /// `reads "weights" (12 MiB, version 3) at device 0x1000 in 2 extents`.
    static String use(ObjectUse use) {
        return "%s %s (%s, version %d) at %s%s"
                .formatted(
                        use.how().verb(),
                        name(use.name(), "object", use.id()),
                        Words.bytes(use.sizeBytes()),
                        use.version(),
                        place(use.heap(), use.offset()),
                        use.extents() == 1 ? "" : " in " + Words.count(use.extents(), "extent"));
    }

    /// `"search" runs "build" (kernel "verify"), submission 700`.
    static String headline(FlightRecord.Submitted submitted) {
        String kernel =
                submitted.kernel().equals(submitted.name()) || submitted.kernel().isEmpty()
                        ? ""
                        : " (kernel \"" + submitted.kernel() + "\")";
        return "client %s runs %s%s, submission %s"
                .formatted(
                        name(submitted.client(), "number", submitted.clientId()),
                        submitted.name().isEmpty() ? "a kernel" : "\"" + submitted.name() + "\"",
                        kernel,
                        Words.count(submitted.submission()));
    }

    static String move(FlightRecord.Moved moved) {
        return "moves %s of %s from %s to %s"
                .formatted(
                        Words.bytes(moved.sizeBytes()),
                        name(moved.object(), "object", moved.objectId()),
                        spot(moved.source()),
                        spot(moved.target()));
    }

    /// What a record says, without its number, its time and its command.
    static String what(FlightRecord record) {
        return switch (record) {
            case FlightRecord.Submitted submitted ->
                    headline(submitted) + ", " + Words.count(submitted.objects(), "object");
            case FlightRecord.Moved moved -> move(moved);
            case FlightRecord.MovedAgain again -> "tries again what command " + again.earlier();
            case FlightRecord.HandedOver given -> "to the driver, number " + given.ordinal();
            case FlightRecord.Completed over ->
                    over.fault().map(fault -> "came back: " + fault).orElse("came back well");
            case FlightRecord.Skipped skipped -> "skipped: " + skipped.fault();
            case FlightRecord.DeviceLost lost -> "the device is lost";
            case FlightRecord.Closed closed -> "the manager is closed";
        };
    }

    /// `1.250 ms`, from the beginning of the log.
    static String time(long nanos) {
        return String.format(Locale.ROOT, "%.6f s", nanos / 1e9);
    }
}
