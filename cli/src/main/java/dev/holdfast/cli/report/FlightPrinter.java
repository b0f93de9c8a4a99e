package dev.holdfast.cli.report;

import dev.holdfast.memory.recorder.FlightLog;
import dev.holdfast.memory.recorder.FlightRecord;
import dev.holdfast.memory.recorder.InFlight;
import dev.holdfast.memory.recorder.ObjectUse;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/// Prints a flight log for people: what was in flight first.
public final class FlightPrinter {
    private final Lines out;

    /// Prints to `out`, which stays the caller's.
    public FlightPrinter(PrintWriter out) {
        this.out = new Lines(out);
    }

    /// Prints what was in flight and the last records.
    public void print(FlightLog log, int last) {
        out.format(
                "Flight log of process %d on device \"%s\", begun %s",
                log.pid(), log.device(), Instant.ofEpochMilli(log.startedMillis()));
        log.notes().forEach(note -> out.line("note: " + note));
        out.line(
                log.isClosed()
                        ? "the manager was closed in order"
                        : "the manager was not closed: the process was killed, or goes on");
        out.blank();
        inFlight(log.inFlight());
        table(log.records(), last);
        out.flush();
    }

    private void inFlight(List<InFlight> inFlight) {
        if (inFlight.isEmpty()) {
            out.line("Nothing was in flight.");
            return;
        }
        out.line("In flight:");
        for (InFlight each : inFlight) {
            out.format(
                    "  %-9s command %d, to the driver at %s%s",
                    each.handedOver().queue(),
                    each.handedOver().command(),
                    FlightText.time(each.handedOver().nanos()),
                    each.unstopped() ? "; given up and not stopped" : "");
            what(each);
        }
    }

    private void what(InFlight each) {
        FlightRecord what = each.what().orElse(null);
        switch (what) {
            case FlightRecord.Submitted submitted -> {
                out.line("    " + FlightText.headline(submitted));
                for (ObjectUse use : submitted.uses()) {
                    out.line("      " + FlightText.use(use));
                }
                int untold = submitted.objects() - submitted.uses().size();
                if (untold > 0) {
                    out.line("      and " + untold + " that the log does not tell of");
                }
            }
            case null -> out.line("    what it is has been overwritten");
            default -> out.line("    " + FlightText.what(what));
        }
    }

    private void table(List<FlightRecord> records, int last) {
        List<FlightRecord> shown =
                records.subList(Math.max(0, records.size() - last), records.size());
        if (shown.isEmpty()) {
            return;
        }
        out.blank();
        out.format("The last %d of %s:", shown.size(), Words.count(records.size(), "record"));
        TextTable table = new TextTable("what", "queue", "command", "time", "record");
        for (FlightRecord each : shown) {
            table.row(
                    FlightText.what(each),
                    queue(each),
                    command(each),
                    time(each),
                    Long.toString(each.number()));
        }
        table.lines().forEach(out::line);
    }

    private static String queue(FlightRecord record) {
        return switch (record) {
            case FlightRecord.Submitted submitted -> "";
            case FlightRecord.Moved moved -> moved.queue();
            case FlightRecord.MovedAgain again -> again.queue();
            case FlightRecord.HandedOver given -> given.queue();
            case FlightRecord.Completed over -> over.queue();
            case FlightRecord.Skipped skipped -> skipped.queue();
            case FlightRecord.DeviceLost lost -> "";
            case FlightRecord.Closed closed -> "";
        };
    }

    private static String command(FlightRecord record) {
        return switch (record) {
            case FlightRecord.Submitted submitted -> Long.toString(submitted.command());
            case FlightRecord.Moved moved -> Long.toString(moved.command());
            case FlightRecord.MovedAgain again -> Long.toString(again.command());
            case FlightRecord.HandedOver given -> Long.toString(given.command());
            case FlightRecord.Completed over -> Long.toString(over.command());
            case FlightRecord.Skipped skipped -> Long.toString(skipped.command());
            case FlightRecord.DeviceLost lost -> "";
            case FlightRecord.Closed closed -> "";
        };
    }

    private static String time(FlightRecord record) {
        return switch (record) {
            case FlightRecord.Submitted submitted -> FlightText.time(submitted.nanos());
            case FlightRecord.Moved moved -> "";
            case FlightRecord.MovedAgain again -> "";
            case FlightRecord.HandedOver given -> FlightText.time(given.nanos());
            case FlightRecord.Completed over -> FlightText.time(over.nanos());
            case FlightRecord.Skipped skipped -> FlightText.time(skipped.nanos());
            case FlightRecord.DeviceLost lost -> FlightText.time(lost.nanos());
            case FlightRecord.Closed closed -> FlightText.time(closed.nanos());
        };
    }
}
