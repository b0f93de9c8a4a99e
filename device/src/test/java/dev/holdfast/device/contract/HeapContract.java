package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapKind;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Heaps, and what the CPU sees of them.
public interface HeapContract extends Backend {

    @Test
    @Scenario(value = "F4", breaks = "a heap that reports more visible bytes than it has")
    default void heapsAreDeviceThenHostAndAddUp() {
        try (Rig rig = Rig.open(this, new DeviceOptions(1 << 20, 2 << 20, half(), none()))) {
            assertEquals(2, rig.device().heaps().size());
            HeapInfo device = rig.device().heaps().get(Device.DEVICE_HEAP);
            HeapInfo host = rig.device().heaps().get(Device.HOST_HEAP);
            assertEquals(HeapKind.DEVICE, device.kind());
            assertEquals(HeapKind.HOST, host.kind());
            assertEquals(1 << 20, device.sizeBytes());
            assertEquals(2 << 20, host.sizeBytes());
            assertTrue(device.visibleBytes() <= 1 << 19, "no more visible than was asked for");
            assertEquals(host.sizeBytes(), host.visibleBytes(), "host memory is all visible");
        }
    }

    @Test
    default void aHeapThatBeginsAsZerosDoes() {
        try (Rig rig = Rig.open(this)) {
            for (int heap = 0; heap < 2; heap++) {
                HeapInfo info = rig.device().heaps().get(heap);
                for (long at = 0; info.zeroed() && at < info.sizeBytes(); at += 4 << 20) {
                    long[] words = rig.read(new HeapRange(heap, at, 4 << 20));
                    assertArrayEquals(new long[words.length], words);
                }
            }
        }
    }

    @Test
    default void aQueueIsOneObject() {
        try (Rig rig = Rig.open(this)) {
            for (QueueKind kind : QueueKind.values()) {
                assertSame(rig.device().queue(kind), rig.device().queue(kind));
                assertEquals(kind, rig.device().queue(kind).kind());
            }
        }
    }

    @Test
    default void aViewIsTheHeapItself() {
        try (Rig rig = Rig.open(this)) {
            HeapRange range = Rig.onHost(4096, 8192);
            MemorySegment view = rig.device().hostView(range).orElseThrow();
            assertEquals(8192, view.byteSize());
            view.set(ValueLayout.JAVA_LONG, 8184, 42);
            rig.runWell(QueueKind.COPY_IN, Rig.copy(range, Rig.onDevice(0, 8192)));
            rig.runWell(
                    QueueKind.COPY_OUT, Rig.copy(Rig.onDevice(0, 8192), Rig.onHost(65536, 8192)));
            assertEquals(42, rig.read(Rig.onHost(65536, 8192))[1023]);
            rig.write(range, Pattern.counting(8192));
            assertEquals(1023, view.get(ValueLayout.JAVA_LONG, 8184));
        }
    }

    @Test
    default void whatIsInvisibleHasNoView() {
        try (Rig rig = Rig.open(this, new DeviceOptions(1 << 20, 1 << 20, half(), none()))) {
            long visible = rig.device().heaps().getFirst().visibleBytes();
            assertTrue(rig.device().hostView(Rig.onDevice(visible, 4096)).isEmpty());
            assertTrue(rig.device().hostView(Rig.onDevice((1 << 20) - 256, 256)).isEmpty());
            assumeTrue(visible > 0, "not run: no device memory is visible");
            assertTrue(rig.device().hostView(Rig.onDevice(0, visible)).isPresent());
            assertTrue(rig.device().hostView(Rig.onDevice(visible - 256, 256)).isPresent());
            assertTrue(rig.device().hostView(Rig.onDevice(visible - 256, 257)).isEmpty());
        }
    }

    @Test
    default void queuesReachWhatTheCpuDoesNot() {
        var nothing = new DeviceOptions(1 << 20, 1 << 20, OptionalLong.of(0), none());
        try (Rig rig = Rig.open(this, nothing)) {
            rig.write(Rig.onDevice(4096, 65536), Pattern.counting(65536));
            assertArrayEquals(Pattern.counting(65536), rig.read(Rig.onDevice(4096, 65536)));
        }
    }

    @Test
    default void aViewOutsideTheHeapIsRefused() {
        try (Rig rig = Rig.open(this, DeviceOptions.of(1 << 20, 1 << 20))) {
            Device device = rig.device();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> device.hostView(Rig.onHost((1 << 20) - 8, 16)));
            assertThrows(
                    IllegalArgumentException.class, () -> device.hostView(new HeapRange(2, 0, 8)));
        }
    }

    private static OptionalLong half() {
        return OptionalLong.of(1 << 19);
    }

    private static OptionalLong none() {
        return OptionalLong.empty();
    }
}
