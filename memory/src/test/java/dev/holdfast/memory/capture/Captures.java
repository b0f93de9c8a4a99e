package dev.holdfast.memory.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// What tests of captures have in common.
final class Captures {
    static final long KIB = 1 << 10;

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

    /// The capture that must be there once the workers have had their turn.
    static Capture taken(Rig rig) {
        rig.workers().runUntilIdle();
        return rig.manager().takeCapture().orElseThrow();
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
