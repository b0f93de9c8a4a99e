package dev.holdfast.soak.play;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.soak.content.Contents;
import dev.holdfast.soak.content.StepReport;
import dev.holdfast.soak.content.Words;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Launches kernels that check and write, and reads what they report.
final class Launching {
    private static final int MOST_OBJECTS = 3;
    private static final int MOST_FLIGHTS = 12;

    /// After so long a fence counts as one that does not settle.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Lane lane;
    private final Stage stage;
    private final Deque<Flight> flights = new ArrayDeque<>();
    private long tokens;

    Launching(Lane lane) {
        this.lane = lane;
        this.stage = lane.stage;
    }

    void launch() throws InterruptedException {
        while (flights.size() >= MOST_FLIGHTS) {
            collect(flights.removeFirst());
        }
        launch(choose());
    }

    /// Does something with these objects.
    void launch(List<Right> chosen) throws InterruptedException {
        Optional<Fence> full = Optional.empty();
        if (!chosen.isEmpty()) {
            try (var _ = Held.of(chosen.stream().map(Right::object).toList())) {
                full = submit(LaunchPlan.draw(lane.random, chosen));
            }
        }
        if (full.isPresent()) {
            stage.tally.count(Count.WINDOW_FULL);
            await(full.get(), "room in the window of " + lane);
        }
    }

    /// Some objects, of different numbers, that are not too much together most of the time.
    private List<Right> choose() {
        Map<SoakObject, Right> chosen = new LinkedHashMap<>();
        long left = lane.random.nextInt(50) == 0 ? Long.MAX_VALUE : stage.deviceBytes / 2;
        int most = 1 + lane.random.nextInt(MOST_OBJECTS);
        for (int i = 0; i < most; i++) {
            Optional<Right> drawn = lane.any();
            if (drawn.isPresent() && drawn.get().object().sizeBytes <= left) {
                left -= drawn.get().object().sizeBytes;
                chosen.putIfAbsent(drawn.get().object(), drawn.get());
            }
        }
        return List.copyOf(chosen.values());
    }

    /// Under the locks of the objects. Answers what to wait for if the window is full.
    private Optional<Fence> submit(LaunchPlan plan) {
        Right report = freeReport();
        long token = ((long) lane.index << 48) | ++tokens;
        String name = "%s, launch %d of %s".formatted(lane, tokens, plan);
        Work work = stage.launcher.work("step", plan.steps(), plan.asked().size(), token);
        plan.asked().forEach(each -> work.with(each.right().handle(), each.access()));
        work.overwrites(report.handle());
        switch (lane.tenancy().client.trySubmit(work)) {
            case SubmitOutcome.Submitted(Fence fence) -> {
                stage.judge.accepted(name, plan.asked());
                stage.clients.on(fence);
                List<Flight.Use> uses = plan.submitted(fence);
                flights.addLast(
                        new Flight(name, lane.tenancy(), fence, report, token, plan.steps(), uses));
                stage.tally.count(Count.LAUNCHES);
                plan.asked().stream()
                        .filter(each -> !each.right().own())
                        .forEach(each -> stage.tally.count(Count.BORROWED));
            }
            case SubmitOutcome.Refused(Refusal reason) -> {
                stage.judge.refused(name, plan.asked(), reason);
                lane.tenancy().freeReports.addLast(report);
            }
            case SubmitOutcome.WindowFull(Fence fence) -> {
                lane.tenancy().freeReports.addLast(report);
                return Optional.of(fence);
            }
        }
        return Optional.empty();
    }

    private Right freeReport() {
        Right free = lane.tenancy().freeReports.pollFirst();
        if (free != null) {
            return free;
        }
        Contents zeros = Contents.of(StepReport.SIZE_BYTES, Words.ZEROS);
        SoakObject object = new SoakObject(stage.nextNumber(), lane.index, zeros, true, 0);
        var handle = lane.tenancy().client.create(object.name, object.sizeBytes);
        return new Right(object, handle, true, true);
    }

    /// Waits for everything that is under way.
    void collectAll() throws InterruptedException {
        while (!flights.isEmpty()) {
            collect(flights.removeFirst());
        }
    }

    private void collect(Flight flight) throws InterruptedException {
        FenceStatus status = await(flight.fence(), flight.name());
        if (!status.isSettled()) {
            return;
        }
        stage.judge.settled(flight, status.fault());
        if (flight.tenancy().isClosed()) {
            return;
        }
        if (status.fault().isEmpty()) {
            read(flight);
        }
        flight.tenancy().freeReports.addLast(flight.report());
    }

    private void read(Flight flight) throws InterruptedException {
        SoakObject object = flight.report().object();
        String who = lane + " reading the report of " + flight.name();
        switch (flight.report().handle().map(Access.READ)) {
            case MapOutcome.Mapped(HostMapping mapping) -> {
                try (mapping) {
                    StepReport.read(mapping.segment(), flight.steps(), flight.token())
                            .ifPresent(finding -> found(flight, finding));
                }
                long words = 0;
                for (var step : flight.steps()) {
                    words += step.wordsChecked();
                }
                stage.tally.add(Count.WORDS, words + object.sizeBytes / Long.BYTES);
            }
            case MapOutcome.Refused(Refusal reason) -> {
                var asked = List.of(new Judge.Asked(flight.report(), Access.READ));
                stage.judge.refused(who, asked, reason);
                stage.tally.count(Count.UNREAD_REPORTS);
            }
        }
    }

    private void found(Flight flight, StepReport.Finding finding) {
        if (finding.step() < 0) {
            stage.verdict.violated(
                    "P2", flight.name() + " has left no report of its own: " + finding.first());
            return;
        }
        var step = flight.steps().get(finding.step());
        SoakObject object = flight.uses().get(step.argument()).object();
        String who = flight.name() + ", kernel, " + finding.words() + " wrong words";
        stage.judge.wrong(who, object, finding.first());
    }

    private FenceStatus await(Fence fence, String what) throws InterruptedException {
        FenceStatus status = fence.await(PATIENCE);
        if (!status.isSettled()) {
            stage.verdict.violated("P6", what + " has not settled within " + PATIENCE);
        }
        return status;
    }
}
