package dev.holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Appends a line to `target/scenarios.tsv` for each scenario that a test stood for: id, class,
/// method, result, and the change that would break it. The invocations of a parameterized test are
/// one line, as bad as the worst of them. A test that never ran, because its class is disabled or
/// failed to set up, has a line too.
public final class ScenarioRecorder implements TestExecutionListener {

    /// From best to worst, as far as a line that stands for several runs is concerned: one run that
    /// passed outweighs one that did not apply.
    enum Result {
        SKIPPED,
        ABORTED,
        PASSED,
        FAILED
    }

    private record Run(Class<?> type, String method, Scenario scenario) {}

    private final Path file;
    private volatile Optional<TestPlan> plan = Optional.empty();
    private final Map<String, Run> runs = new ConcurrentSkipListMap<>();
    private final Map<String, Result> results = new ConcurrentSkipListMap<>();

    /// For the launcher, which finds this class by its service file.
    public ScenarioRecorder() {
        this(Path.of("target", "scenarios.tsv"));
    }

    ScenarioRecorder(Path file) {
        this.file = file;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = Optional.of(started);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        record(test, Result.SKIPPED);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult outcome) {
        switch (outcome.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    record(test, Result.PASSED);
                }
            }
            case ABORTED -> record(test, Result.ABORTED);
            case FAILED -> record(test, Result.FAILED);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        List<String> lines = new ArrayList<>();
        runs.forEach((key, run) -> {
            for (String id : run.scenario.value()) {
                String result = results.get(key).name().toLowerCase(Locale.ROOT);
                String breaks = run.scenario.breaks().replaceAll("\\s+", " ").strip();
                String type = run.type.getName();
                lines.add(String.join("\t", id, type, run.method, result, breaks));
            }
        });
        runs.clear();
        results.clear();
        // Outside a Maven build there is no target folder and nobody who would read the file.
        if (lines.isEmpty() || !Files.isDirectory(file.toAbsolutePath().getParent())) {
            return;
        }
        try {
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void record(TestIdentifier test, Result result) {
        Optional<TestSource> source = test.getSource();
        if (source.isPresent() && source.get() instanceof MethodSource method) {
            Class<?> type = method.getJavaClass();
            scenarioOf(type, method.getJavaMethod())
                    .ifPresent(s -> note(new Run(type, method.getMethodName(), s), result));
        } else if (source.isPresent() && source.get() instanceof ClassSource) {
            // The class as a whole: its tests were not run, so each is recorded with its result.
            plan.ifPresent(p -> p.getChildren(test).forEach(child -> record(child, result)));
        }
    }

    private void note(Run run, Result result) {
        String key = run.type.getName() + "#" + run.method;
        runs.put(key, run);
        results.merge(key, result, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    private static Optional<Scenario> scenarioOf(Class<?> type, Method method) {
        Scenario own = method.getAnnotation(Scenario.class);
        if (own != null) {
            return Optional.of(own);
        }
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            Scenario outer = at.getAnnotation(Scenario.class);
            if (outer != null) {
                return Optional.of(outer);
            }
        }
        return Optional.ofNullable(method.getDeclaringClass().getAnnotation(Scenario.class));
    }
}
