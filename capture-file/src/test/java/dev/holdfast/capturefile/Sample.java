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
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A capture with something of everything in it.
final class Sample {
    /// A name that tries what a name can.
    static final String HOSTILE = "<script>alert(1)</script> --- user ../../etc";

    private Sample() {}

    /// Words that no text decoder takes for text.
    static byte[] words(int count, long seed) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putLong(i % 5 == 0 ? 0 : (seed + i) * 0x9e3779b97f4a7c15L | 0x8000000000000080L);
        }
        return bytes.array();
    }

    static Contents.Present present(byte[]... chunks) {
        List<MemorySegment> segments = new ArrayList<>();
        for (byte[] chunk : chunks) {
            segments.add(MemorySegment.ofArray(chunk).asReadOnly());
        }
        return new Contents.Present(segments, false, "");
    }

    static Placement at(String region, long... offsets) {
        List<HeapRange> ranges = new ArrayList<>();
        for (long offset : offsets) {
            ranges.add(new HeapRange(region.equals("device") ? 0 : 1, offset, 4096));
        }
        return new Placement(region, ranges);
    }

    static final Contents NOT_THERE =
            new Contents.Missing(Contents.Why.NOT_THERE_YET, "its copy had not ended");

    static CapturedObject object(long id, String name, boolean moved, Contents contents) {
        return object(id, "tenant 1", name, moved, contents);
    }

    static CapturedObject object(long id, String owner, String name, Contents contents) {
        return object(id, owner, name, false, contents);
    }

    private static CapturedObject object(
            long id, String owner, String name, boolean moved, Contents contents) {
        Placement then = at("device", 4096 * id);
        return new CapturedObject(
                id,
                name,
                owner,
                700,
                "reads",
                0x1_0001_0000L * id,
                4096,
                4096,
                3,
                then,
                moved ? List.of(at("host", 0, 8192)) : List.of(then),
                moved,
                contents);
    }

    static CapturedCommand command(long number, boolean guilty) {
        return new CapturedCommand(
                number,
                "tenant 1",
                "attention " + number,
                "verify",
                "compute",
                guilty ? CapturedCommand.Stage.HANDED_OVER : CapturedCommand.Stage.WAITING,
                guilty,
                1_000_000 + number * 1000,
                guilty ? 2_000_000 : 0,
                List.of(7L, -1L),
                List.of(
                        new CapturedCommand.Use(
                                1, "weights", "reads", 0x1000, 4096, 3, at("device", 4096), true)),
                guilty
                        ? List.of("app.Main.step(Main.java:42)", "app.Main.main(Main.java:7)")
                        : List.of());
    }

    static Capture capture() {
        Fault cause = Fault.of(FaultKind.REVOKED, "taken <away>");
        return new Capture(
                1,
                Instant.parse("2026-11-25T12:00:00.123456Z"),
                5_000_000_000L,
                Trigger.WATCHDOG,
                Optional.of(Fault.causedBy(FaultKind.DEPENDENCY_FAILED, "it hung", cause)),
                "soft",
                false,
                List.of(
                        new Capture.RegionState("device", 0, 65536, 32768, 4096, 0, 8192),
                        new Capture.RegionState("host", 1, 262144, 262144, 200000, 512, 0)),
                List.of(new Capture.ClientState(1, "tenant 1", 2, 1)),
                List.of(command(700, true), command(701, false)),
                List.of(
                        object(1, "weights", true, present(words(256, 1), words(256, 2))),
                        object(2, HOSTILE, false, present(words(512, 3))),
                        object(3, "late", true, NOT_THERE),
                        object(
                                4,
                                "cut",
                                false,
                                new Contents.Present(
                                        List.of(MemorySegment.ofArray(words(3, 9))),
                                        true,
                                        "24 of 4096 bytes"))),
                123_456);
    }

    /// An object that was let go after the command was submitted.
    static CapturedObject nowhere(long id) {
        return new CapturedObject(
                id,
                "gone",
                "tenant 1",
                700,
                "reads",
                0x1000,
                2048,
                4096,
                1,
                at("device", 4096 * id),
                List.of(),
                false,
                present(words(256, id)));
    }

    /// A capture of one object of zeros, and so of contents that take no heap.
    static Capture ofSize(long sizeBytes) {
        byte[] zeros = new byte[1 << 20];
        List<MemorySegment> chunks = new ArrayList<>();
        for (long at = 0; at < sizeBytes; at += zeros.length) {
            chunks.add(MemorySegment.ofArray(zeros));
        }
        Placement place = at("device", 0);
        CapturedObject object =
                new CapturedObject(
                        1,
                        "zeros",
                        "tenant 1",
                        700,
                        "reads",
                        0x1000,
                        sizeBytes,
                        sizeBytes,
                        1,
                        place,
                        List.of(place),
                        false,
                        new Contents.Present(chunks, false, ""));
        return with(List.of(object));
    }

    /// The sample with other objects.
    static Capture with(List<CapturedObject> objects) {
        return with(objects, capture().commands(), capture().trigger());
    }

    /// The sample, but that something else made it.
    static Capture with(Trigger trigger) {
        return with(capture().objects(), capture().commands(), trigger);
    }

    /// The sample with so many commands, the last of which is the guilty one.
    static Capture crowded(int count) {
        List<CapturedCommand> commands = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            commands.add(command(i, i == count));
        }
        return with(capture().objects(), commands, Trigger.WATCHDOG);
    }

    private static Capture with(
            List<CapturedObject> objects, List<CapturedCommand> commands, Trigger trigger) {
        Capture all = capture();
        return new Capture(
                all.number(),
                all.when(),
                all.nanos(),
                trigger,
                all.fault(),
                all.device(),
                all.lost(),
                all.regions(),
                all.clients(),
                commands,
                objects,
                all.tookNanos());
    }

    /// How many bytes of contents there are.
    static long bytesOf(Capture capture) {
        return capture.objects().stream()
                .map(CapturedObject::contents)
                .filter(Contents.Present.class::isInstance)
                .mapToLong(each -> ((Contents.Present) each).sizeBytes())
                .sum();
    }
}
