package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.FaultKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/// Executors that refuse or throw and bodies that throw: the fence settles and the body has run
/// once all the same.
final class FenceWorkErrorsTest {
    private final SettableFence gate = new SettableFence();
    private final RejectedExecutionException refusal = new RejectedExecutionException("no");
    private int runs;

    private Fence start(Executor executor, FenceWork.Body body) {
        return FenceWork.start(
                List.of(Dependency.data(gate)),
                executor,
                first -> {
                    runs++;
                    return body.run(first);
                });
    }

    private void assertFailedBy(Fence published, String words) {
        assertEquals(1, runs);
        var fault = published.fault().orElseThrow();
        assertEquals(FaultKind.DEPENDENCY_FAILED, fault.kind());
        assertTrue(fault.message().contains(words), fault.message());
    }

    @Test
    void anExecutorThatRefusesLeavesTheBodyToTheSettler() {
        Fence published =
                start(
                        command -> {
                            throw refusal;
                        },
                        first -> first);
        assertTrue(gate.signal());
        assertEquals(1, runs);
        assertTrue(published.isSettled() && !published.isFailed());
    }

    @Test
    void anExecutorThatThrowsAnythingElseDoesToo() {
        OutOfMemoryError error = new OutOfMemoryError("no thread");
        Fence published =
                start(
                        command -> {
                            throw error;
                        },
                        first -> first);
        assertEquals(List.of(error), Rudeness.reportedBy(gate::signal));
        assertEquals(1, runs);
        assertTrue(published.isSettled() && !published.isFailed());
    }

    @Test
    void anExecutorThatTookTheBodyAndThenThrewRunsItOnce() {
        Fence published =
                start(
                        command -> {
                            command.run();
                            throw refusal;
                        },
                        first -> first);
        assertEquals(List.of(refusal), Rudeness.reportedBy(gate::signal));
        assertEquals(1, runs);
        assertTrue(published.isSettled());
    }

    @Test
    void anExecutorThatRunsItTwiceRunsItOnce() {
        Fence published =
                start(
                        command -> {
                            command.run();
                            command.run();
                        },
                        first -> first);
        gate.signal();
        assertEquals(1, runs);
        assertTrue(published.isSettled());
    }

    @Test
    void aBodyThatIsRefusedByAnotherExecutorIsNotRunAgain() {
        Fence published =
                start(
                        Runnable::run,
                        first -> {
                            throw refusal;
                        });
        assertEquals(List.of(refusal), Rudeness.reportedBy(gate::signal));
        assertFailedBy(published, "RejectedExecutionException");
    }

    @Test
    void aBodyThatThrowsFailsItsFenceAndTellsTheExecutor() {
        AssertionError error = new AssertionError("a bug");
        Runnable[] handed = new Runnable[1];
        Fence published =
                start(
                        command -> handed[0] = command,
                        first -> {
                            throw error;
                        });
        assertTrue(gate.signal());
        assertFalse(published.isSettled());
        assertSame(error, assertThrows(AssertionError.class, handed[0]::run));
        assertFailedBy(published, "a bug");
    }

    @Test
    void aBodyThatThrowsWhatItDoesNotDeclareFailsItsFence() {
        Fence published = start(Runnable::run, first -> sneak(new Exception("undeclared")));
        assertEquals(1, Rudeness.reportedBy(gate::signal).size());
        assertFailedBy(published, "undeclared");
    }

    @Test
    void aBodyOfOurOwnRunsBeforeAnyCallbackOfAUser() {
        List<String> seen = new java.util.ArrayList<>();
        gate.onSettled(settled -> seen.add("user"));
        Fence published =
                FenceWork.startHere(
                        List.of(Dependency.data(gate)),
                        first -> {
                            seen.add("body");
                            throw new InternalError("a driver");
                        });
        assertEquals(1, Rudeness.reportedBy(gate::signal).size());
        assertEquals(List.of("body", "user"), seen);
        runs = 1;
        assertFailedBy(published, "a driver");
    }

    @Test
    void aBodyThatAnswersNullFailsItsFence() {
        Fence published = start(Runnable::run, first -> nothing());
        assertEquals(1, Rudeness.reportedBy(gate::signal).size());
        assertFailedBy(published, "answered null");
    }

    @SuppressWarnings("NullAway")
    private static Optional<dev.holdfast.device.fault.Fault> nothing() {
        return null;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T, E extends Throwable> T sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
