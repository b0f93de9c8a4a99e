package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.sim.shape.Mark;
import org.junit.jupiter.api.Test;

/// `holdfast sim`: what it prints, and what it does not accept.
final class SimCommandTest {
    /// An episode that nothing goes wrong in.
    private static final String QUIET = "faults=none,steps=200,kernel-faults=0,without=lend";

    @Test
    void aRunIsReportedAsOneObject() {
        var json = Invocation.of("sim", "--steps", "2000", "--seed", "1", "--json", "-").json();
        assertEquals(1, json.path("seed").asLong());
        assertTrue(json.path("steps").asLong() >= 2000);
        assertTrue(json.path("episodes").asLong() >= 1);
        assertTrue(json.path("wallNanos").asLong() > 0);
        assertTrue(json.path("stepsPerSecond").asLong() > 0);
        assertEquals(Mark.values().length, json.path("marks").size());
        assertTrue(json.has("violation"));
    }

    @Test
    void oneEpisodeIsPlayedAgainTheSameWay() {
        String[] arguments = {"sim", "--episode", "12", "--shape", QUIET, "--json", "-"};
        var first = Invocation.of(arguments).json();
        var second = Invocation.of(arguments).json();
        assertEquals(first.path("digest"), second.path("digest"));
        assertEquals(1, first.path("episodes").asLong());
        assertTrue(first.path("violation").isNull(), first.toString());
    }

    @Test
    void peopleAreToldWhatWasMetAndThatAllWasWell() {
        Invocation run = Invocation.of("sim", "--episode", "12", "--shape", QUIET, "--log").good();
        assertTrue(run.out().contains("placed: work 0 of c"), run.out());
        assertTrue(run.out().contains("every promise was kept"), run.out());
        assertTrue(run.out().contains("clean drop"), run.out());
    }

    @Test
    void whatMakesNoSenseIsRefusedInOneLine() {
        Invocation.of("sim", "--steps", "0").refused("--steps 0");
        Invocation.of("sim", "--shape", "clients=1").refused("--episode");
        Invocation.of("sim", "--log").refused("--episode");
        Invocation.of("sim", "--episode", "1", "--shape", "clients=0").refused("clients=0");
        Invocation.of("sim", "--episode", "1", "--shape", "colour=1").refused("colour");
        Invocation.of("sim", "--episode", "one").refused("--episode");
    }
}
