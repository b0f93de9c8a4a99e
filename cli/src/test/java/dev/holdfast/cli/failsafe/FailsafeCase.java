package dev.holdfast.cli.failsafe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One case of the matrix.
///
/// | copy fails | no room | CPU cannot | upstream | here |
/// |---|---|---|---|---|
/// | no | any | any | right | right |
/// | yes | no | no | right | right, and the outcome says who copied |
/// | yes | yes | no | right, after waiting | right, after waiting |
/// | yes | no | yes | -EIO, device given up | lost by name; siblings go on; revived by writing |
/// | yes | yes | yes | -EIO, nothing marked | the same as above |
///
/// @param device where
/// @param copyFails every copy of the device's fails
/// @param noRoom there is no room to watch a move
/// @param forbidden the CPU must not copy
/// @param visibleMib what the CPU sees of device memory: all 3 MiB or nothing, so that it cannot
record FailsafeCase(
        String device, boolean copyFails, boolean noRoom, boolean forbidden, int visibleMib) {
    private static final List<String> DEVICES = List.of("soft", "soft-flat", "opencl");
    private static final boolean[] EITHER = {false, true};

    /// All that there could be.
    static Stream<FailsafeCase> all() {
        List<FailsafeCase> cases = new ArrayList<>();
        for (String device : DEVICES) {
            for (boolean fails : EITHER) {
                for (boolean noRoom : EITHER) {
                    for (boolean forbidden : EITHER) {
                        cases.add(new FailsafeCase(device, fails, noRoom, forbidden, 3));
                        cases.add(new FailsafeCase(device, fails, noRoom, forbidden, 0));
                    }
                }
            }
        }
        return cases.stream();
    }

    /// Why it cannot be, if so.
    Optional<String> why() {
        return device.equals("opencl") && visibleMib > 0
                ? Optional.of(
                        "OpenCL maps a buffer as a whole, away from its commands, so the CPU sees"
                                + " nothing of device memory")
                : Optional.empty();
    }

    /// True if nobody can save the content.
    boolean loses() {
        return copyFails && (forbidden || visibleMib == 0);
    }

    /// What goes wrong, for a fault plan.
    String[] faults() {
        List<String> faults = new ArrayList<>();
        if (copyFails) {
            faults.add("copy-in:fail@always");
            faults.add("copy-out:fail@always");
        }
        if (noRoom) {
            faults.add("bookkeeping:fail@always");
        }
        if (forbidden) {
            faults.add("host-copy:forbid@always");
        }
        return faults.toArray(String[]::new);
    }
}
