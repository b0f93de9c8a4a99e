package dev.holdfast.opencl;

import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.lwjgl.opencl.CL10;

/// Events of somebody else's commands, and the fences that stand for them. A bell says that one may
/// be over; because drivers do not ring for what failed, somebody looks every 20 ms as long as
/// there are any. Fences settle on the worker.
final class ForeignEvents {
    private static final long LOOK_NANOS = 20_000_000;

    private final Events events;
    private final boolean rings;
    private final boolean flushes;
    private final Ticker ticker;
    private final Executor worker;
    private final Bell bell = new Bell(this::send);

    // guarded by this
    private final List<Awaited> awaited = new ArrayList<>();
    private Ticker.@Nullable Alarm alarm;
    private boolean closed;

    private record Awaited(long event, SettableFence fence) {}

    ForeignEvents(Completions completions, Calls calls, Workers workers) {
        this.events = completions.events();
        this.rings = !completions.waits();
        this.flushes = !calls.serial();
        this.ticker = workers.ticker();
        this.worker = calls.worker(workers, "opencl-foreign");
    }

    /// The fence of `event`, which is retained until that has settled.
    Fence fence(long event) {
        int code = CL10.clRetainEvent(event);
        if (code != ClError.SUCCESS) {
            throw new IllegalArgumentException(
                    "%#x is no event: %s".formatted(event, ClError.text(code)));
        }
        var fence = new SettableFence();
        synchronized (this) {
            if (closed) {
                events.release(event);
                throw new IllegalStateException("opencl is closed");
            }
            awaited.add(new Awaited(event, fence));
        }
        if (rings) {
            events.ringWhenOver(event, bell);
        }
        if (flushes) {
            flushQueueOf(event);
        }
        send();
        return fence;
    }

    /// An event that is of no queue is somebody's own, and begins when he says so.
    private static void flushQueueOf(long event) {
        long queue;
        try {
            queue =
                    Query.number(
                            "clGetEventInfo",
                            (size, value, returned) ->
                                    CL10.nclGetEventInfo(
                                            event,
                                            CL10.CL_EVENT_COMMAND_QUEUE,
                                            size,
                                            value,
                                            returned));
        } catch (ClException notTold) {
            return;
        }
        if (queue != 0) {
            CL10.clFlush(queue);
        }
    }

    private void send() {
        worker.execute(this::look);
    }

    private void look() {
        List<Awaited> over = new ArrayList<>();
        synchronized (this) {
            for (Iterator<Awaited> each = awaited.iterator(); each.hasNext(); ) {
                Awaited next = each.next();
                if (events.status(next.event) <= Events.COMPLETE) {
                    each.remove();
                    over.add(next);
                }
            }
            if (!awaited.isEmpty() && alarm == null && !closed) {
                alarm = ticker.schedule(LOOK_NANOS, this::lookAgain);
            }
        }
        over.forEach(this::settle);
    }

    private void lookAgain() {
        synchronized (this) {
            alarm = null;
        }
        send();
    }

    private void settle(Awaited over) {
        int status = events.status(over.event);
        events.release(over.event);
        if (status == Events.COMPLETE) {
            over.fence.signal();
        } else {
            over.fence.fail(
                    Fault.of(
                            FaultKind.FOREIGN_FAILED,
                            "a command of a queue that is not ours: " + ClError.text(status)));
        }
    }

    /// Nobody learns any more how those end that have not yet: their fences fail.
    void close() {
        List<Awaited> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(awaited);
            awaited.clear();
            if (alarm != null) {
                alarm.cancel();
            }
        }
        for (Awaited each : left) {
            events.release(each.event);
            each.fence.fail(
                    Fault.of(
                            FaultKind.FOREIGN_FAILED,
                            "the device was closed before the command was over"));
        }
    }
}
