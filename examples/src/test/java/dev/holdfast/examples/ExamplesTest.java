package dev.holdfast.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.PlatformWorkers;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// That every example runs and is right, on the embedded device and on OpenCL. Where there is no
/// OpenCL it is not run there and says why, unless `HOLDFAST_REQUIRE_OPENCL=1` says that it ought
/// to be.
class ExamplesTest {
    private static void require(String device) {
        DeviceProvider provider =
                ServiceLoader.load(DeviceProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(each -> each.name().equals(device))
                        .findFirst()
                        .orElseThrow();
        try (var workers = new PlatformWorkers("trial");
                var opened = provider.open(DeviceOptions.of(1 << 20, 1 << 20), workers)) {
            assertTrue(opened.lost().isEmpty());
        } catch (IllegalArgumentException none) {
            String why = "not run on " + device + ": " + none.getMessage();
            if ("1".equals(System.getenv("HOLDFAST_REQUIRE_OPENCL"))) {
                fail(why);
            }
            abort(why);
        }
    }

    private static void right(Outcome outcome) {
        assertTrue(outcome.right(), outcome.says());
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft", "opencl"})
    void aFileFourTimesTheDeviceIsStreamed(String device) throws Exception {
        require(device);
        right(StreamFile.run(device));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft", "opencl"})
    void matricesThatDoNotFitAreMultiplied(String device) throws Exception {
        require(device);
        right(MatrixMultiply.run(device, 6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft", "opencl"})
    void theNearestNeighboursAreAllFound(String device) throws Exception {
        require(device);
        right(NearestNeighbours.run(device));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soft", "opencl"})
    void aTenantFinishesBesideOneThatHangs(String device) throws Exception {
        require(device);
        right(TwoTenants.run(device));
    }

    @Test
    void codeThatIsThereAlreadyUsesObjects() throws Exception {
        require("opencl");
        right(ExistingCode.run("opencl"));
        right(ExistingCode.run("opencl:0"));
        assertThrows(IllegalArgumentException.class, () -> ExistingCode.run("opencl:9"));
        assertThrows(IllegalArgumentException.class, () -> ExistingCode.run("soft"));
    }

    @Test
    void smallMatricesAreMultiplied() throws Exception {
        right(MatrixMultiply.run("soft", 1));
        right(MatrixMultiply.run("soft", 2));
    }

    @Test
    void theDeviceIsAskedForByName() {
        assertEquals("soft", Session.deviceOf());
        assertEquals("opencl", Session.deviceOf("--device", "opencl"));
        assertEquals("2", Session.valueOf("--tiles", "6", "--device", "soft", "--tiles", "2"));
        assertEquals("6", Session.valueOf("--tiles", "6", "--tiles"));
    }
}
