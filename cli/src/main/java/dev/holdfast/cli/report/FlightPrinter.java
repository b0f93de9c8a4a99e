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
    private final PrintWriter out;

    /// Prints to `out`, which stays the caller's.
    public FlightPrinter(PrintWriter out) {
        this.out = out;
    }

    /// Prints what was in flight and the last records.
    public void print(FlightLog log, int last) {
        out.printf(
                "Flight log of process %d on device \"%s\", begun %s%n",
                log.pid(), log.device(), Instant.ofEpochMilli(log.startedMillis()));
        log.notes().forEach(note -> out.println("note: " + note));
        out.println(
                log.isClosed()
                        ? "the manager was closed in order"
                        : "the manager was not closed: the process was killed, or goes on");
        out.println();
        inFlight(log.inFlight());
        table(log.records(), last);
        out.flush();
    }

    private void inFlight(List<InFlight> inFlight) {
        if (inFlight.isEmpty()) {
            out.println("Nothing was in flight.");
            return;
        }
        out.println("In flight:");
        for (InFlight each : inFlight) {
            out.printf(
                    "  %-9s command %d, to the driver at %s%s%n",
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
                out.println("    " + FlightText.headline(submitted));
                for (ObjectUse use : submitted.uses()) {
                    out.println("      " + FlightText.use(use));
                }
                int untold = submitted.objects() - submitted.uses().size();
                if (untold > 0) {
                    out.println("      and " + untold + " that the log does not tell of");
                }
            }
            case null -> out.println("    what it is has been overwritten");
            default -> out.println("    " + FlightText.what(what));
        }
    }

    private void table(List<FlightRecord> records, int last) {
        List<FlightRecord> shown =
                records.subList(Math.max(0, records.size() - last), records.size());
        if (shown.isEmpty()) {
            return;
        }
        out.printf("%nThe last %d of %s:%n", shown.size(), Words.count(records.size(), "record"));
        TextTable table = new TextTable("what", "queue", "command", "time", "record");
        for (FlightRecord each : shown) {
            table.row(
                    FlightText.what(each),
                    queue(each),
                    command(each),
                    time(each),
                    Long.toString(each.number()));
        }
        table.lines().forEach(out::println);
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
