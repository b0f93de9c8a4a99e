package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.replay.Compute;
import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.replay.Progress;
import dev.holdfast.cli.trace.BuiltInTrainingStep;
import dev.holdfast.cli.trace.TraceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoTest {
    @Test
    void threeRowsWithOneDigestAndAVerdict()
            throws TraceException, InputException, InterruptedException {
        StringWriter out = new StringWriter();
        Demo demo = new Demo(BuiltInTrainingStep.DEFAULT.trace().scaled(0.05), Compute.NONE);

        boolean good = demo.run(new PrintWriter(out), Progress.NONE);

        assertTrue(good, out::toString);
        List<String> digests =
                Pattern.compile("\\b[0-9a-f]{16}\\b")
                        .matcher(out.toString())
                        .results()
                        .map(match -> match.group())
                        .toList();
        assertEquals(3, digests.size(), out::toString);
        assertEquals(1, digests.stream().distinct().count(), out::toString);
        assertTrue(out.toString().contains("The same result each time"), out::toString);
        assertTrue(
                out.toString()
                        .lines()
                        .anyMatch(line -> line.contains("fail") && line.contains("×")),
                out::toString);
    }
}
