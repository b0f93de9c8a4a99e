package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.replay.Compute;
import dev.holdfast.cli.replay.Progress;
import dev.holdfast.cli.replay.Replay;
import dev.holdfast.cli.replay.ReplayOptions;
import dev.holdfast.cli.report.ControlRow;
import dev.holdfast.cli.report.DemoTable;
import dev.holdfast.cli.trace.BuiltInTrainingStep;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.mutants.Checkout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoTest {
    private static final double SCALE = 0.05;

    private final StringWriter out = new StringWriter();

    private boolean run(Optional<Checkout> checkout) throws Exception {
        DemoControl control = new DemoControl(checkout);
        return new Demo(SCALE, Compute.NONE, control).run(new PrintWriter(out), Progress.NONE);
    }

    private List<String> digests() {
        return Pattern.compile("\\b[0-9a-f]{16}\\b")
                .matcher(out.toString())
                .results()
                .map(match -> match.group())
                .toList();
    }

    @Test
    void threeRowsHaveOneDigestAndTheControlAnother() throws Exception {
        boolean good = run(Optional.of(Checkout.require()));

        assertTrue(good, out::toString);
        assertEquals(4, digests().size(), out::toString);
        assertEquals(1, digests().stream().limit(3).distinct().count(), out::toString);
        assertNotEquals(digests().get(0), digests().get(3), out::toString);
        assertTrue(out.toString().contains("The same result each time"), out::toString);
        assertTrue(out.toString().contains("is the control"), out::toString);
        assertTrue(
                out.toString()
                        .lines()
                        .anyMatch(line -> line.contains("fail") && line.contains("×")),
                out::toString);
    }

    @Test
    void outsideOfACheckoutTheFirstThreeDecide() throws Exception {
        boolean good = run(Optional.empty());

        assertTrue(good, out::toString);
        assertEquals(3, digests().size(), out::toString);
        assertTrue(out.toString().contains("only from a checkout"), out::toString);
    }

    @Test
    void aControlThatDoesNoHarmIsNoSuccess() throws Exception {
        Trace trace = BuiltInTrainingStep.DEFAULT.trace().scaled(SCALE);
        DemoTable table = new DemoTable(trace, new PrintWriter(out));
        var report = Replay.run(trace, ReplayOptions.defaults(), Progress.NONE);
        table.row("one", report);
        table.control("same", new ControlRow.Ran(1, report.verification().digest(), 1, 0));

        assertFalse(table.end(), out::toString);
        assertTrue(out.toString().contains("NOTHING SHOWN"), out::toString);

        table.control("no wrong word", new ControlRow.Ran(1, "another", 0, 0));
        assertFalse(table.end(), out::toString);

        table.control("broken", new ControlRow.Broken("it fell over"));
        assertFalse(table.end(), out::toString);
        assertTrue(out.toString().contains("it fell over"), out::toString);

        table.control("harmed", new ControlRow.Ran(1, "another", 1, 0));
        assertTrue(table.end(), out::toString);
    }
}
