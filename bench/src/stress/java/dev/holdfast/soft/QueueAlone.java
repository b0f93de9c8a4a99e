package dev.holdfast.soft;

import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import java.util.concurrent.Executor;

/// Queues of one device, each new, whose worker is whoever calls.
final class QueueAlone {
    private static final Workers INLINE = new Inline();
    private static final SoftDevice DEVICE =
            SoftDevice.open(DeviceOptions.of(1 << 16, 1 << 16), INLINE);

    private QueueAlone() {}

    static SoftQueue queue() {
        return new SoftQueue(DEVICE, QueueKind.COMPUTE, INLINE, null);
    }

    private static final class Inline implements Workers {
        @Override
        public Ticker ticker() {
            return new Still();
        }

        @Override
        public Executor worker(String name) {
            return Runnable::run;
        }
    }

    private static final class Still implements Ticker {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Alarm schedule(long delayNanos, Runnable task) {
            throw new UnsupportedOperationException("nothing here takes time");
        }
    }
}
