package dev.holdfast.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// That every example runs and is right, on the embedded device.
class ExamplesTest {
    private static final String DEVICE = "soft";

    private static void right(Outcome outcome) {
        assertTrue(outcome.right(), outcome.says());
    }

    @Test
    void aFileFourTimesTheDeviceIsStreamed() throws Exception {
        right(StreamFile.run(DEVICE));
    }

    @Test
    void matricesThatDoNotFitAreMultiplied() throws Exception {
        right(MatrixMultiply.run(DEVICE));
    }

    @Test
    void theNearestNeighboursAreAllFound() throws Exception {
        right(NearestNeighbours.run(DEVICE));
    }

    @Test
    void aTenantFinishesBesideOneThatHangs() throws Exception {
        right(TwoTenants.run(DEVICE));
    }

    @Test
    void theDeviceIsAskedForByName() {
        assertEquals("soft", Session.deviceOf());
        assertEquals("opencl", Session.deviceOf("--device", "opencl"));
    }
}
