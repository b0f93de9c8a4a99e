package dev.holdfast.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.DeviceProvider;
import dev.holdfast.sim.shape.Dial;
import dev.holdfast.sim.shape.Shape;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/// A device that is wrong on purpose: it must be found out, made small, and seen again.
class ShrinkTest {
    private final Sim sim =
            new Sim((flat, options, workers) ->
                    new ForgetfulDevice(embedded().open(options, workers), 40));

    private static DeviceProvider embedded() {
        return ServiceLoader.load(DeviceProvider.class).findFirst().orElseThrow();
    }

    private Violation found() {
        return sim.run(11, 200_000, done -> {}).violation().orElseThrow();
    }

    @Test
    void aForgottenCopyIsFoundByTheWordsThatWereRead() {
        Violation violation = found();
        assertTrue(violation.promise().matches("P[123]"), violation.toString());
        assertTrue(violation.message().contains("expected"), violation.message());
    }

    @Test
    void aViolationIsMadeSmallerAndIsStillOneOfTheSamePromise() {
        Violation first = found();
        Violation small = sim.shrink(first, 300_000);
        assertEquals(first.promise(), small.promise());
        assertTrue(small.step() < first.step(), small.step() + " steps of " + first.step());
        assertTrue(small.shape().get(Dial.CLIENTS) <= first.shape().get(Dial.CLIENTS));
        assertTrue(small.shape().get(Dial.OBJECTS) <= first.shape().get(Dial.OBJECTS));
    }

    @Test
    void theCommandOfAViolationShowsItAgainToTheLetter() {
        Violation small = sim.shrink(found(), 100_000);
        String command = small.command();
        String shape = command.substring(command.indexOf("--shape ") + 8);
        assertTrue(command.contains("--episode " + small.seed()), command);
        Shape again = sim.shape(small.seed()).overriddenBy(shape);
        Violation seen = sim.play(small.seed(), again).violation().orElseThrow();
        assertEquals(small.promise(), seen.promise());
        assertEquals(small.step(), seen.step());
        assertEquals(small.message(), seen.message());
        assertEquals(command, seen.command());
    }
}
