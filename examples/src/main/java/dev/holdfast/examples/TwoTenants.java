package dev.holdfast.examples;

import static dev.holdfast.memory.Argument.readWrite;

import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.ProgramKernel;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.work.Access;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two tenants on one card: the first one's kernel hangs, the other finishes.
///
/// The hang is injected, into the first kernel of all: real ones are rarely at hand when they are
/// wanted. The watchdog takes it from the device, the tenant is told by name, its next work is
/// refused until the object is made good, and a capture says what the kernel was running from.
public final class TwoTenants {
    private static final long OBJECT_BYTES = Bytes.kibi(64);
    private static final int OBJECTS = 16;
    private static final int ROUNDS = 20;

    /// Longer than a busy machine takes for any copy or kernel here. Where all calls of a driver
    /// are made by one thread, a copy also waits for kernels that the driver runs in a call.
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private TwoTenants() {}

    /// Runs it on the device that the arguments name.
    public static void main(String[] arguments) throws Exception {
        run(Session.deviceOf(arguments)).exit();
    }

    static Outcome run(String device) throws InterruptedException {
        FaultPlan oneHang = FaultPlan.of(1, List.of(FaultSpec.parse("kernel:hang@#1")));
        MemoryOptions options = MemoryOptions.defaults().withWatchdog(LIMIT);
        // room for a quarter of what the well-behaved tenant has
        long deviceBytes = OBJECTS / 4 * OBJECT_BYTES;
        try (var session = Session.open(device, deviceBytes, Bytes.mebi(4), oneHang, options)) {
            Add add = session.speaksOpenCl() ? inOpenClC(session) : inJava(session);
            Client unlucky = session.manager().client("unlucky");
            Client neighbour = session.manager().client("neighbour");

            BufferHandle hung = unlucky.create("hung", OBJECT_BYTES);
            Fence result = unlucky.submit(add.one(hung)).orThrow();
            long wrong = finish(neighbour, add);

            FenceStatus ended = result.await();
            Optional<Capture> capture = capture(session);
            boolean told = result.isFailed() && capture.flatMap(Capture::guilty).isPresent();
            return new Outcome(
                    told && wrong == 0,
                    "unlucky: %s%ncaptured: %s%nneighbour: %d rounds of %d objects, %d words wrong"
                            .formatted(
                                    ended,
                                    capture.flatMap(Capture::guilty)
                                            .map(guilty -> guilty.name())
                                            .orElse("nothing"),
                                    ROUNDS,
                                    OBJECTS,
                                    wrong));
        }
    }

    /// Adds one to all words of all objects, again and again; how many are not what they must be.
    private static long finish(Client client, Add add) throws InterruptedException {
        List<BufferHandle> objects = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            objects.add(client.create("object " + i, OBJECT_BYTES));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (BufferHandle object : objects) {
                client.submit(add.one(object)).orThrow();
            }
        }
        long wrong = 0;
        for (BufferHandle object : objects) {
            try (HostMapping view = object.map(Access.READ).orThrow()) {
                for (long word : view.segment().toArray(ValueLayout.JAVA_LONG)) {
                    wrong += word == ROUNDS ? 0 : 1;
                }
            }
        }
        return wrong;
    }

    /// The launch that adds one to all words; its object belongs in a capture.
    private interface Add {
        Work one(BufferHandle object);
    }

    private static Add inOpenClC(Session session) {
        ProgramKernel add = session.manager().program(SOURCE).kernel("add");
        return object ->
                add.over(object.sizeBytes() / Long.BYTES).args(readWrite(object).captured(), 1L);
    }

    private static Add inJava(Session session) {
        Kernel add = session.device().load(new KernelCode.InJava("add", ADD));
        return object -> Work.launch(add, 1).updates(object).captured();
    }

    private static final String SOURCE =
            """
            __kernel void add(__global long *words, long summand) {
                words[get_global_id(0)] += summand;
            }
            """;

    private static final JavaKernel ADD =
            (memory, scalars) -> {
                for (long at = 0; at < memory.sizeBytes(0); at += Long.BYTES) {
                    memory.putLong(0, at, memory.getLong(0, at) + scalars[0]);
                }
            };

    /// A capture is kept until it is taken; it is finished a moment after the fence has settled.
    private static Optional<Capture> capture(Session session) throws InterruptedException {
        session.manager().awaitIdle();
        return session.manager().takeCapture();
    }
}
