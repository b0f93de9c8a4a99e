package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.holdfast.cli.replay.Backends;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.PlatformWorkers;

/// Devices that a machine may not have. What needs one that is not there is not run and says why,
/// unless `HOLDFAST_REQUIRE_OPENCL=1` says that it ought to be there.
public final class Installed {
    private Installed() {}

    /// The test ends here if there is no device called `name`.
    public static void require(String name) throws Exception {
        try (var workers = new PlatformWorkers("trial");
                var opened =
                        new Backends()
                                .named(name)
                                .open(DeviceOptions.of(1 << 20, 1 << 20), workers)) {
            assertTrue(opened.lost().isEmpty());
        } catch (IllegalArgumentException none) {
            String why = "not run: " + none.getMessage();
            if ("1".equals(System.getenv("HOLDFAST_REQUIRE_OPENCL"))) {
                fail(why);
            }
            abort(why);
        }
    }
}
