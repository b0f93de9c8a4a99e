package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.SubmitOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// What many clients of one manager cost each other: taking grants back while their objects are
/// read, and work that is refused.
final class TenantsBudget implements Budget {
    private static final int FEW = 10;
    private static final int READERS = 8;
    private static final long SMALL = 256;

    @Override
    public String name() {
        return "tenants";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        List<Row> rows = new ArrayList<>(revoking(size));
        rows.addAll(beside(size));
        return rows;
    }

    private List<Row> revoking(Size size) throws InterruptedException {
        int many = size.pick(20, 1_000, 1_000);
        int rounds = many / FEW;
        try (var rig = new Rig(Bytes.mebi(16), Bytes.mebi(16))) {
            Revoking revoking = new Revoking(rig);
            Rounds<Double> measured =
                    Rounds.inTurn(
                            size,
                            () -> revoking.nanosEach(FEW, rounds),
                            () -> revoking.nanosEach(many, 1));
            String of = " of " + String.format(Locale.ROOT, "%,d", many) + " grants";
            return List.of(
                    Row.of(
                            name(),
                            "revoking one" + of + ", by one of 10",
                            Unit.RATIO,
                            new Goal.AtMost(2),
                            measured.ratio(1, 0, nanos -> nanos),
                            READERS + " readers of each in flight, as many revoked on both sides"),
                    nanos("revoking one of 10 grants", measured, 0),
                    nanos("revoking one" + of, measured, 1));
        }
    }

    private Row nanos(String what, Rounds<Double> rounds, int side) {
        return Row.of(
                name(), what, Unit.NANOS, new Goal.None(), rounds.of(side, nanos -> nanos), "mean");
    }

    /// One object that many clients read while it is taken away from them one by one.
    private static final class Revoking {
        private final Rig rig;
        private final BufferHandle shared;
        private final BufferHandle blocked;

        Revoking(Rig rig) throws InterruptedException {
            this.rig = rig;
            shared = rig.create(1, 65_536).getFirst();
            blocked = rig.create(1, SMALL).getFirst();
            rig.overwrite(List.of(shared, blocked));
        }

        double nanosEach(int grants, int rounds) throws InterruptedException {
            long nanos = 0;
            for (int i = 0; i < rounds; i++) {
                nanos += nanosOfAll(grants);
            }
            return (double) nanos / grants / rounds;
        }

        private long nanosOfAll(int grants) throws InterruptedException {
            var gate = new CountDownLatch(1);
            Kernel standing =
                    rig.device().load(new KernelCode.InJava("standing", waitingFor(gate)));
            rig.client().submit(Work.launch(standing).updates(blocked)).orThrow();
            List<Client> clients = new ArrayList<>(grants);
            List<BufferHandle> granted = new ArrayList<>(grants);
            for (int i = 0; i < grants; i++) {
                Client client = rig.manager().client("reader");
                BufferHandle handle = shared.grantTo(client, Access.READ);
                Work work = rig.nothing().reads(handle);
                for (int reader = 0; reader < READERS; reader++) {
                    client.submit(work).orThrow();
                }
                clients.add(client);
                granted.add(handle);
            }
            long began = System.nanoTime();
            granted.forEach(BufferHandle::close);
            long nanos = System.nanoTime() - began;
            gate.countDown();
            clients.forEach(Client::close);
            rig.manager().awaitIdle();
            return nanos;
        }

        private static JavaKernel waitingFor(CountDownLatch gate) {
            return (memory, scalars) -> {
                try {
                    gate.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            };
        }
    }

    private List<Row> beside(Size size) throws InterruptedException {
        int residents = size.pick(1_000, 50_000, 50_000);
        int submissions = size.pick(20, 1_000, 2_000);
        long deviceBytes = residents * SMALL + 65_536;
        MemoryOptions options = MemoryOptions.defaults().withCleanShare(0);
        try (var rig = new Rig(deviceBytes, 65_536, options)) {
            // its own first: what it needs must not have to come back
            List<BufferHandle> own = rig.create(8, SMALL);
            rig.overwrite(rig.create(residents, SMALL));
            rig.overwrite(own);
            Work work = Work.launch(rig.empty());
            own.forEach(work::reads);
            Client refused = rig.manager().client("refused");
            BufferHandle large = refused.create("large", deviceBytes - 4096);
            Work tooMuch = Work.launch(rig.empty()).overwrites(large);
            if (!(refused.trySubmit(tooMuch) instanceof SubmitOutcome.Refused)) {
                throw new IllegalStateException("there is room for what should be refused");
            }
            Rounds<Latency> rounds =
                    Rounds.inTurn(
                            size,
                            () -> Latency.of(rig, work, submissions),
                            () ->
                                    besideRefused(
                                            refused,
                                            tooMuch,
                                            () -> Latency.of(rig, work, submissions)));
            return List.of(
                    Row.of(
                            name(),
                            "99th percentile beside work that is refused, by alone",
                            Unit.RATIO,
                            new Goal.AtMost(1.2),
                            rounds.ratio(1, 0, Latency::ninetyNinth),
                            "one thread submits and is refused a thousand times a second"),
                    latency("alone, 99th percentile", rounds, 0),
                    latency("beside work that is refused, 99th percentile", rounds, 1));
        }
    }

    private Row latency(String what, Rounds<Latency> rounds, int side) {
        return Row.of(
                name(),
                what,
                Unit.NANOS,
                new Goal.None(),
                rounds.of(side, Latency::ninetyNinth),
                "");
    }

    private static Latency besideRefused(Client client, Work work, Rounds.Side<Latency> side)
            throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        Thread thread =
                Thread.ofPlatform()
                        .name("refused")
                        .start(() -> {
                            while (!enough.get()) {
                                var _ = client.trySubmit(work);
                                LockSupport.parkNanos(1_000_000);
                            }
                        });
        try {
            return side.round();
        } finally {
            enough.set(true);
            thread.join();
        }
    }
}
