package dev.holdfast.opencl;

import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Workers;
import dev.holdfast.device.unit.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.opencl.CL10;

/// Opens devices: all of one, or nothing.
final class Opening {
    private static final System.Logger LOG = System.getLogger(Opening.class.getName());

    private Opening() {}

    /// Warns of what would be wrong on `device` without a word.
    static void warn(ClDevice device) {
        Caveats.loops(device)
                .ifPresent(cut -> LOG.log(System.Logger.Level.WARNING, device.name() + ": " + cut));
    }

    /// Opens `device`; throws [IllegalArgumentException] with a line for people if it cannot give
    /// what `options` ask for.
    static OpenClDevice open(
            ClDevice device, DeviceOptions options, Completions completions, Workers workers) {
        check(device, options);
        Session session;
        try {
            session = device.calls().call(() -> Session.open(device));
        } catch (ClException error) {
            throw refused(device, options, error);
        }
        return openIn(session, options, completions, workers);
    }

    /// The same in `session`, which ends with the device, also where opening fails.
    static OpenClDevice openIn(
            Session session, DeviceOptions options, Completions completions, Workers workers) {
        boolean opened = false;
        try {
            check(session.device(), options);
            opened = true;
        } finally {
            if (!opened) {
                session.device().calls().run(session::close);
            }
        }
        try {
            return open(session, options, completions, workers);
        } catch (ClException error) {
            throw refused(session.device(), options, error);
        }
    }

    private static void check(ClDevice device, DeviceOptions options) {
        long memoryBytes = device.limits().memoryBytes();
        if (options.deviceBytes() > memoryBytes) {
            throw new IllegalArgumentException(
                    "%s has %s of memory and cannot give %s"
                            .formatted(
                                    device.name(),
                                    Bytes.format(memoryBytes),
                                    Bytes.format(options.deviceBytes())));
        }
        if (options.linkBytesPerSecond().isPresent()) {
            throw new IllegalArgumentException("a link bandwidth is for soft only");
        }
    }

    private static IllegalArgumentException refused(
            ClDevice device, DeviceOptions options, ClException error) {
        return new IllegalArgumentException(
                "%s cannot be opened with %s of device and %s of pinned host memory: %s"
                        .formatted(
                                device.name(),
                                Bytes.format(options.deviceBytes()),
                                Bytes.format(options.hostBytes()),
                                error.getMessage()),
                error);
    }

    /// A device in `session`, which ends with it, also where opening fails.
    static OpenClDevice open(
            Session session, DeviceOptions options, Completions completions, Workers workers) {
        return session.device()
                .calls()
                .call(() -> openHere(session, options, completions, workers));
    }

    private static OpenClDevice openHere(
            Session session, DeviceOptions options, Completions completions, Workers workers) {
        List<Long> queues = new ArrayList<>();
        boolean opened = false;
        try {
            for (QueueKind _ : QueueKind.values()) {
                queues.add(session.createQueue());
            }
            WarmUp.of(session, queues);
            HostHeap hostHeap = HostHeap.open(session, queues.getFirst(), options.hostBytes());
            opened = true;
            return new OpenClDevice(
                    session,
                    new DeviceHeap(session, options.deviceBytes()),
                    hostHeap,
                    queues,
                    completions,
                    workers);
        } finally {
            if (!opened) {
                queues.forEach(CL10::clReleaseCommandQueue);
                session.close();
            }
        }
    }
}
