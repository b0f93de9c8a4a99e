package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.device.KernelCode;
import java.util.List;
import java.util.Optional;
import org.lwjgl.opencl.CL10;

/// OpenCL, where this machine has it. Where it has none, tests are not run and say why, unless
/// `HOLDFAST_REQUIRE_OPENCL=1` says that it ought to be there. Tests use the first device, or that
/// which `-Dholdfast.opencl.device=opencl:1` names.
final class Installed {
    /// The property that names the device.
    static final String DEVICE = "holdfast.opencl.device";

    /// One work item each. Loops stay below 65,535 rounds: there are drivers that end them there.
    private static final String SOURCE =
            """
            kernel void foreign() {}

            kernel void own() {}

            kernel void nothing(global long *any) {}

            kernel void complement(global const long16 *from, global long16 *into) {
                for (int i = 0; i < 32768; i++) {
                    into[i] = ~from[i];
                }
            }

            kernel void times(global long *word, long factor, long summand) {
                word[0] = word[0] * factor + summand;
            }
            """;

    private Installed() {}

    /// What there is; the test ends here if that is nothing.
    static Discovery require() {
        Discovery found = Discovery.look();
        if (found.devices().isEmpty()) {
            String why = "not run: no OpenCL device here: " + found.reason();
            if ("1".equals(System.getenv("HOLDFAST_REQUIRE_OPENCL"))) {
                fail(why);
            }
            abort(why);
        }
        return chosen(found, System.getProperty(DEVICE, ""));
    }

    /// Of what was `found` the device of that name alone; all of it, if there is none.
    static Discovery chosen(Discovery found, String name) {
        if (name.isEmpty()) {
            return found;
        }
        for (int i = 0; i < found.devices().size(); i++) {
            if (name.equals("opencl:" + i)) {
                return new Discovery(found.devices().subList(i, i + 1), found.reasons());
            }
        }
        return fail("there is no device " + name + " among " + found.devices());
    }

    /// As [#require], and there a kernel that keeps one processor busy leaves one to copy.
    static void requireTwoProcessors() {
        ClDevice device = require().devices().getFirst();
        assumeTrue(
                Limits.number(device.id(), CL10.CL_DEVICE_MAX_COMPUTE_UNITS) > 1,
                "not run: one processor only");
    }

    /// As [#require], and what is there has `extension`; else the test is not run, because the
    /// device `lacks` something.
    static void requireExtension(String extension, String lacks) {
        ClDevice device = require().devices().getFirst();
        String has = ClDevice.text(device.id(), CL10.CL_DEVICE_EXTENSIONS);
        assumeTrue(
                List.of(has.split(" ")).contains(extension),
                "not run: " + device.name() + " " + lacks);
    }

    /// `device`, with other limits.
    static ClDevice with(ClDevice device, Limits limits) {
        return with(device, limits, device.calls());
    }

    /// `device`, with other limits, and called in another way.
    static ClDevice with(ClDevice device, Limits limits, Calls calls) {
        return new ClDevice(
                device.platform(),
                device.id(),
                device.name(),
                device.platformName(),
                device.version(),
                device.kind(),
                limits,
                calls,
                device.loops());
    }

    /// `limits`, with buffers of at most so many bytes.
    static Limits allocating(Limits limits, long allocationBytes) {
        return new Limits(
                limits.memoryBytes(),
                allocationBytes,
                limits.alignmentBytes(),
                limits.groupItems(),
                limits.itemSizes(),
                limits.localBytes(),
                limits.unevenGroups());
    }

    /// The kernels of the contract suite that can be said in OpenCL C.
    static Optional<KernelCode> contractKernel(String name) {
        return SOURCE.contains(" " + name + "(")
                ? Optional.of(new KernelCode.InOpenClC(name, SOURCE, ""))
                : Optional.empty();
    }
}
