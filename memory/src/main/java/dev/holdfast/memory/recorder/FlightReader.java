package dev.holdfast.memory.recorder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes records of the slots of a flight log, finds out what was in flight, and what is missing.
final class FlightReader {
    private static final int QUEUES = 0;
    private static final int FAULTS = 1;
    private static final int DEVICE = 2;

    private final FlightImage image;
    private final List<String> queues;
    private final List<String> faults;
    private final TreeMap<Long, FlightImage.Slot> whole = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private long torn;

    FlightReader(FlightImage image) {
        this.image = image;
        this.queues = image.words(QUEUES);
        this.faults = image.words(FAULTS);
    }

    FlightLog read() {
        sift();
        Map<Long, NavigableMap<Integer, ObjectUse>> uses = uses();
        List<FlightRecord> records = new ArrayList<>();
        whole.forEach((number, slot) -> {
            FlightRecord read = read(number, slot, uses);
            if (read != null) {
                records.add(read);
            }
        });
        List<InFlight> inFlight = inFlight(records);
        compare(inFlight);
        return new FlightLog(
                image.text(DEVICE),
                image.pid(),
                image.startedMillis(),
                image.slots(),
                List.copyOf(records),
                List.copyOf(inFlight),
                List.copyOf(notes));
    }

    /// Keeps what is whole, and says what is not.
    private void sift() {
        TreeMap<Long, Integer> begun = new TreeMap<>();
        for (int index = 0; index < image.slots(); index++) {
            FlightImage.Slot slot = image.record(index);
            switch (slot.state(index, image.slots())) {
                case WRITTEN -> whole.put(slot.stamp(), slot);
                case BEGUN -> begun.put(-slot.stamp(), index);
                case DAMAGED -> {
                    torn++;
                    notes.add("slot " + index + " is damaged: what it holds is no record");
                }
                case EMPTY -> {}
            }
        }
        begun.keySet()
                .forEach(number -> {
                    torn++;
                    notes.add("record " + number + " was begun and not finished");
                });
        if (whole.isEmpty()) {
            return;
        }
        long last = whole.lastKey();
        long first = Math.max(1, last - image.slots() + 1);
        // a slot that should have been written by now and was not holds what was there before
        whole.headMap(first).clear();
        long missing = last - first + 1 - whole.size() - begun.subMap(first, last + 1).size();
        if (missing > 0) {
            torn += missing;
            notes.add(
                    missing
                            + (missing == 1 ? " record is" : " records are")
                            + " missing between "
                            + first
                            + " and "
                            + last);
        }
        if (first > 1) {
            notes.add(
                    "the records before " + first + " have been overwritten: the log has wrapped");
        }
    }

    /// The objects of each command, by their place.
    private Map<Long, NavigableMap<Integer, ObjectUse>> uses() {
        Map<Long, NavigableMap<Integer, ObjectUse>> found = new HashMap<>();
        for (FlightImage.Slot slot : whole.values()) {
            if (kind(slot) == FlightFormat.USE) {
                found.computeIfAbsent(slot.word(1), command -> new TreeMap<>())
                        .put(bits(slot, 32, 16), use(slot));
            }
        }
        return found;
    }

    private ObjectUse use(FlightImage.Slot slot) {
        int how = bits(slot, 8, 8);
        return new ObjectUse(
                slot.word(2),
                image.nameOf((int) slot.word(5)),
                ObjectUse.How.of((how & FlightFormat.READS) != 0, (how & FlightFormat.WRITES) != 0),
                slot.word(3),
                (int) (slot.word(5) >>> 32),
                bits(slot, 16, 8),
                slot.word(4),
                bits(slot, 48, 16));
    }

    private @Nullable FlightRecord read(
            long number, FlightImage.Slot slot, Map<Long, NavigableMap<Integer, ObjectUse>> uses) {
        long command = slot.word(1);
        return switch (kind(slot)) {
            case FlightFormat.USE -> null;
            case FlightFormat.SUBMITTED -> submitted(number, slot, uses);
            case FlightFormat.MOVE ->
                    new FlightRecord.Moved(
                            number,
                            command,
                            queue(slot),
                            slot.word(2),
                            image.nameOf(bits(slot, 32, 32)),
                            slot.word(3),
                            spot(bits(slot, 16, 8), slot.word(4)),
                            spot(bits(slot, 24, 8), slot.word(5)));
            case FlightFormat.AGAIN ->
                    new FlightRecord.MovedAgain(number, command, queue(slot), slot.word(2));
            case FlightFormat.HANDED_OVER ->
                    new FlightRecord.HandedOver(
                            number, nanos(slot, 2), command, queue(slot), slot.word(3));
            case FlightFormat.COMPLETED ->
                    new FlightRecord.Completed(
                            number, nanos(slot, 2), command, queue(slot), fault(slot));
            case FlightFormat.SKIPPED ->
                    new FlightRecord.Skipped(
                            number,
                            nanos(slot, 2),
                            command,
                            queue(slot),
                            fault(slot).orElse("unknown"));
            case FlightFormat.DEVICE_LOST -> new FlightRecord.DeviceLost(number, nanos(slot, 2));
            case FlightFormat.CLOSED -> new FlightRecord.Closed(number, nanos(slot, 2));
            default -> {
                notes.add("record " + number + " is of a kind that is not known here");
                yield null;
            }
        };
    }

    private FlightRecord submitted(
            long number, FlightImage.Slot slot, Map<Long, NavigableMap<Integer, ObjectUse>> uses) {
        NavigableMap<Integer, ObjectUse> told = uses.getOrDefault(slot.word(2), new TreeMap<>());
        return new FlightRecord.Submitted(
                number,
                nanos(slot, 3),
                slot.word(1),
                slot.word(2),
                bits(slot, 32, 32),
                image.nameOf((int) slot.word(4)),
                image.nameOf((int) (slot.word(4) >>> 32)),
                image.nameOf((int) slot.word(5)),
                bits(slot, 16, 16),
                List.copyOf(told.values()));
    }

    private List<InFlight> inFlight(List<FlightRecord> records) {
        Map<Long, FlightRecord> what = new HashMap<>();
        Map<Long, FlightRecord.Completed> over = new HashMap<>();
        TreeMap<Long, FlightRecord.HandedOver> given = new TreeMap<>();
        for (FlightRecord each : records) {
            switch (each) {
                case FlightRecord.Submitted record -> what.put(record.command(), record);
                case FlightRecord.Moved record -> what.put(record.command(), record);
                case FlightRecord.MovedAgain record ->
                        what.put(record.command(), what.getOrDefault(record.earlier(), record));
                case FlightRecord.HandedOver record -> given.put(record.number(), record);
                case FlightRecord.Completed record -> over.put(record.command(), record);
                case FlightRecord.Skipped record -> {}
                case FlightRecord.DeviceLost record -> {}
                case FlightRecord.Closed record -> {}
            }
        }
        List<InFlight> inFlight = new ArrayList<>();
        for (FlightRecord.HandedOver each : given.values()) {
            FlightRecord.Completed end = over.get(each.command());
            if (end == null || end.unstopped()) {
                Optional<FlightRecord> known = Optional.ofNullable(what.get(each.command()));
                inFlight.add(new InFlight(each, known, end != null));
                if (known.isEmpty()) {
                    notes.add(
                            "command "
                                    + each.command()
                                    + " on "
                                    + each.queue()
                                    + " is in flight, and what it is has been overwritten");
                }
            }
        }
        return inFlight;
    }

    /// Holds what was found in flight against the counts that the last record has of it.
    private void compare(List<InFlight> inFlight) {
        Map.Entry<Long, FlightImage.Slot> last = whole.lastEntry();
        while (last != null && !counts(last.getValue())) {
            last = whole.lowerEntry(last.getKey());
        }
        if (last == null) {
            return;
        }
        for (int queue = 0; queue < queues.size(); queue++) {
            String name = queues.get(queue);
            int counted =
                    (int) (last.getValue().word(5) >>> (32 + FlightFormat.COUNT_BITS * queue))
                            & FlightFormat.COUNT_MASK;
            long found =
                    inFlight.stream()
                            .filter(each -> !each.unstopped())
                            .filter(each -> each.handedOver().queue().equals(name))
                            .count();
            if (found < counted) {
                notes.add(
                        "%d more in flight on %s: %s"
                                .formatted(
                                        counted - found,
                                        name,
                                        torn == 0
                                                ? "handed over before the log wrapped"
                                                : "their records are lost, torn or damaged"));
            } else if (found > counted && torn > 0) {
                notes.add(
                        "%d of those in flight on %s may be over: their records are torn or damaged"
                                .formatted(found - counted, name));
            }
        }
    }

    private static boolean counts(FlightImage.Slot slot) {
        return switch (kind(slot)) {
            case FlightFormat.USE, FlightFormat.MOVE, FlightFormat.AGAIN -> false;
            default -> true;
        };
    }

    private static int kind(FlightImage.Slot slot) {
        return bits(slot, 0, 8);
    }

    private static int bits(FlightImage.Slot slot, int from, int count) {
        return (int) ((slot.word(0) >>> from) & ((1L << count) - 1));
    }

    private String queue(FlightImage.Slot slot) {
        int queue = bits(slot, 8, 8);
        return queue < queues.size() ? queues.get(queue) : "queue " + queue;
    }

    private Optional<String> fault(FlightImage.Slot slot) {
        int code = bits(slot, 16, 16);
        if (code == 0) {
            return Optional.empty();
        }
        return Optional.of(code <= faults.size() ? faults.get(code - 1) : "fault " + code);
    }

    private long nanos(FlightImage.Slot slot, int word) {
        return slot.word(word) - image.startedNanos();
    }

    private static FlightRecord.Spot spot(int heap, long offset) {
        return switch (heap) {
            case FlightFormat.FROM_ZEROS -> new FlightRecord.Spot.Zeros();
            case FlightFormat.FROM_LENT -> new FlightRecord.Spot.Lent();
            default -> new FlightRecord.Spot.InHeap(heap, offset);
        };
    }
}
