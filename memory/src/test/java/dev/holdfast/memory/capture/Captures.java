package dev.holdfast.memory.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What tests of captures have in common.
final class Captures {
    static final long KIB = 1 << 10;
    static final long MIB = 1 << 20;

    private Captures() {}

    /// Lets everybody go on but the capture's worker.
    static void othersGoOn(Rig rig) {
        boolean any = true;
        while (any) {
            any = false;
            for (String name : rig.workers().runnable()) {
                any |= !name.equals("capture") && rig.workers().step(name);
            }
        }
    }

    /// Fails the kernel that is running, and leaves everything that comes of it undone.
    static void failKernel(Rig rig) {
        assertEquals(true, rig.device().fail(QueueKind.COMPUTE));
    }

    /// Asks for a capture, which must begin.
    static void begin(Rig rig) {
        assertInstanceOf(CaptureOutcome.Begun.class, rig.manager().capture());
    }

    /// The capture that must be there once the workers, and the copies that it takes, have had
    /// their turn.
    static Capture taken(Rig rig) {
        rig.workers().runUntilIdle();
        Optional<Capture> capture = rig.manager().takeCapture();
        while (capture.isEmpty() && rig.device().complete(QueueKind.COPY_OUT)) {
            rig.workers().runUntilIdle();
            capture = rig.manager().takeCapture();
        }
        return capture.orElseThrow();
    }

    /// True if the CPU sees all of device memory.
    static boolean isSeen(Rig rig) {
        HeapInfo heap = rig.device().heaps().get(Device.DEVICE_HEAP);
        return heap.visibleBytes() == heap.sizeBytes();
    }

    /// How much is read at a time.
    static long pieceBytes(Rig rig) {
        long hostBytes = rig.device().heaps().get(Device.HOST_HEAP).sizeBytes();
        long share = hostBytes / 64 / (64 * KIB) * (64 * KIB);
        return isSeen(rig) ? MIB : Math.min(MIB, share);
    }

    /// Has the capture read the next piece and no more, and nobody else do anything, but for what
    /// the CPU does not see: the device copies that.
    static void readPiece(Rig rig) {
        assertTrue(rig.workers().step("capture"), "there is a piece to be read");
        if (!isSeen(rig)) {
            othersGoOn(rig);
            assertTrue(rig.device().complete(QueueKind.COPY_OUT), "the device copies it");
            othersGoOn(rig);
            assertTrue(rig.workers().step("capture"), "and it has arrived");
        }
    }

    /// Does `action` when the CPU is shown a piece for the `count`th time from now. Where it does
    /// not see device memory it looks there first each time, in vain.
    static void onPiece(Rig rig, int count, Runnable action) {
        AtomicInteger left = new AtomicInteger(isSeen(rig) ? count : 2 * count);
        rig.device()
                .afterView(() -> {
                    if (left.decrementAndGet() == 0) {
                        action.run();
                    }
                });
    }

    /// The only captured object of that name.
    static CapturedObject object(Capture capture, String name) {
        List<CapturedObject> found =
                capture.objects().stream().filter(each -> each.name().equals(name)).toList();
        assertEquals(1, found.size(), "objects called " + name + " in " + capture.objects());
        return found.getFirst();
    }

    static Contents.Present present(CapturedObject object) {
        return assertInstanceOf(Contents.Present.class, object.contents(), object.name());
    }

    static Contents.Missing missing(CapturedObject object) {
        return assertInstanceOf(Contents.Missing.class, object.contents(), object.name());
    }

    /// Asserts that the object was captured whole, and that each of its words is `value` plus its
    /// index.
    static void assertWords(CapturedObject object, long value) {
        Contents.Present contents = present(object);
        assertEquals(false, contents.truncated());
        assertEquals(object.sizeBytes(), contents.sizeBytes());
        List<Long> words = words(contents);
        for (int i = 0; i < words.size(); i++) {
            assertEquals(value + i, words.get(i), "word " + i + " of " + object.name());
        }
    }

    static List<Long> words(Contents.Present contents) {
        List<Long> words = new ArrayList<>();
        for (MemorySegment chunk : contents.chunks()) {
            for (long at = 0; at + 8 <= chunk.byteSize(); at += 8) {
                words.add(chunk.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
            }
        }
        return words;
    }

    /// An object of a client of its own, whose words are `value` plus their index.
    static BufferHandle written(Rig rig, String name, long sizeBytes, long value) {
        BufferHandle handle = rig.manager().client("client of " + name).create(name, sizeBytes);
        rig.submit(handle, rig.write(handle, value));
        rig.settle();
        return handle;
    }

    /// Where the first argument of the launch that is held by the device is.
    static List<HeapRange> placeOf(ManualDevice device, int launch) {
        var held = (dev.holdfast.device.Command.Launch) device.held(QueueKind.COMPUTE).get(launch);
        return held.arguments().getFirst().ranges();
    }
}
