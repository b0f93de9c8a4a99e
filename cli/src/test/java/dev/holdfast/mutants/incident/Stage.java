package dev.holdfast.mutants.incident;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.faulty.FaultyDevice;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.SteppedWorkers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/// A manager on the embedded device, stepped, with kernels that know what each word must be.
final class Stage {
    static final int KIB = 1 << 10;

    /// What a fresh object must read as.
    static final long ZEROS = 0;

    private final SteppedWorkers workers = new SteppedWorkers();
    private final Patient patient = new Patient();
    private final MemoryManager manager;
    private final Kernel write;
    private final Kernel check;
    private final List<String> wrong = new ArrayList<>();
    private final List<Fence> results = new ArrayList<>();
    private final Map<String, Client> clients = new HashMap<>();
    private int submissions;
    private int refusals;

    /// What may run next, first to be chosen first; workers not named here come before all others.
    private List<String> order = List.of();

    /// Whoever asks to wait has everything step that can, then lets time pass, and loses patience
    /// once nothing is left that could ever end the wait.
    private final class Patient implements Workers {
        @Override
        public Ticker ticker() {
            return workers.ticker();
        }

        @Override
        public Executor worker(String name) {
            return workers.worker(name);
        }

        @Override
        public FenceStatus await(Fence fence) throws InterruptedException {
            while (!fence.isSettled()) {
                if (!Stage.this.step() && !workers.fireNext()) {
                    throw new InterruptedException("nothing is left that could settle " + fence);
                }
            }
            return fence.status();
        }

        @Override
        public boolean stepped() {
            return true;
        }
    }

    Stage(long deviceBytes, long hostBytes, FaultPlan plan) {
        this(deviceBytes, hostBytes, plan, device -> device, options -> options);
    }

    /// With something around the device, and other options.
    Stage(
            long deviceBytes,
            long hostBytes,
            FaultPlan plan,
            UnaryOperator<Device> around,
            UnaryOperator<MemoryOptions> more) {
        Device soft =
                ServiceLoader.load(DeviceProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(provider -> provider.name().equals("soft"))
                        .findFirst()
                        .orElseThrow()
                        .open(DeviceOptions.of(deviceBytes, hostBytes), patient);
        Device device = around.apply(new FaultyDevice(soft, plan, patient));
        MemoryOptions options =
                MemoryOptions.defaults().withCleanShare(0).withChunkBytes(4 * KIB).withFaults(plan);
        manager = MemoryManager.open(device, patient, more.apply(options));
        write = device.load(new KernelCode.InJava("write", this::fill));
        check = device.load(new KernelCode.InJava("check", this::compare));
    }

    Stage(long deviceBytes, long hostBytes) {
        this(deviceBytes, hostBytes, FaultPlan.none());
    }

    BufferHandle create(String owner, String name, long sizeBytes) {
        return clients.computeIfAbsent(owner, manager::client).create(name, sizeBytes);
    }

    /// Overwrites every word of `target` with `word`.
    Fence write(BufferHandle target, long word) {
        return submit(target, Work.named("write", write, word).overwrites(target));
    }

    /// Looks at every word of `source`, which must be `word`.
    Fence check(BufferHandle source, long word) {
        return submit(source, Work.named("check", check, word, submissions).reads(source));
    }

    /// What a mapping shows of `source` to the host, whose every word must be `word`: the words, a
    /// refusal, or nothing, because it did not come back for as long as anybody had patience.
    Shown map(BufferHandle source, long word) {
        try {
            return switch (source.map(Access.READ)) {
                case MapOutcome.Refused refused -> Shown.REFUSED;
                case MapOutcome.Mapped(HostMapping mapping) -> {
                    try (mapping) {
                        MemorySegment bytes = mapping.segment();
                        for (long at = 0; at < bytes.byteSize(); at += 8) {
                            long found = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
                            if (found != word) {
                                note("mapped word %d is %x, not %x".formatted(at / 8, found, word));
                                break;
                            }
                        }
                    }
                    yield Shown.WORDS;
                }
            };
        } catch (InterruptedException impatient) {
            return Shown.NOTHING;
        }
    }

    /// What a mapping showed.
    enum Shown {
        WORDS,
        REFUSED,
        NOTHING
    }

    private Fence submit(BufferHandle whose, Work work) {
        submissions++;
        SubmitOutcome outcome = whose.client().trySubmit(work);
        return switch (outcome) {
            case SubmitOutcome.Submitted submitted -> {
                Fence result = outcome.orThrow();
                results.add(result);
                yield result;
            }
            case SubmitOutcome.Refused refused -> {
                refusals++;
                yield Fence.signalled();
            }
            case SubmitOutcome.WindowFull full -> throw new IllegalStateException("window full");
        };
    }

    /// From now on, whoever is named last runs only when nobody else can.
    void prefer(String... queues) {
        order = List.of(queues);
    }

    /// Runs one step, chosen by the order; false if nothing can run.
    boolean step() {
        List<String> runnable = workers.runnable();
        if (runnable.isEmpty()) {
            return false;
        }
        int best = 0;
        for (int i = 1; i < runnable.size(); i++) {
            if (rank(runnable.get(i)) < rank(runnable.get(best))) {
                best = i;
            }
        }
        workers.step(best);
        return true;
    }

    private int rank(String worker) {
        return order.indexOf(queueOf(worker));
    }

    private static String queueOf(String worker) {
        return worker.startsWith("soft-") ? worker.substring("soft-".length()) : worker;
    }

    /// Lets everything happen that can.
    void settle() {
        while (step()) {
            // the step is the work
        }
    }

    void note(String what) {
        wrong.add(what);
    }

    /// How many submissions were refused or ended with a fault.
    long refusedOrFaulted() {
        return refusals + results.stream().filter(Fence::isFailed).count();
    }

    /// Lets everything finish, and looks whether it did.
    Optional<String> finish() {
        settle();
        for (Fence result : results) {
            if (!result.isSettled()) {
                note("a submission never settled");
            }
        }
        manager.audit(false).forEach(this::note);
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", wrong));
    }

    /// Whoever says that it will overwrite may find its own old bytes or zeros, and no others.
    private void fill(KernelMemory memory, long[] scalars) {
        long owner = ownerOf(scalars[0]);
        boolean told = owner == 0;
        for (long at = 0; at < memory.sizeBytes(0); at += 8) {
            long found = memory.getLong(0, at);
            if (!told && found != 0 && ownerOf(found) != owner) {
                note("overwriting %x: word %d was %x".formatted(scalars[0], at / 8, found));
                told = true;
            }
            memory.putLong(0, at, scalars[0]);
        }
    }

    /// Words may name their owner in their upper half.
    private static long ownerOf(long word) {
        return word >>> 32;
    }

    private void compare(KernelMemory memory, long[] scalars) {
        for (long at = 0; at < memory.sizeBytes(0); at += 8) {
            long found = memory.getLong(0, at);
            if (found != scalars[0]) {
                note(
                        "submission %d: word %d is %x, must be %x"
                                .formatted(scalars[1], at / 8, found, scalars[0]));
                return;
            }
        }
    }

    /// Ends the process as the scenarios promise to.
    static void exit(Optional<String> wrongWords) {
        wrongWords.ifPresent(System.out::println);
        System.exit(wrongWords.isEmpty() ? 0 : 3);
    }
}
