package dev.holdfast.cli;

import dev.holdfast.cli.replay.Backends;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.unit.Bytes;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `holdfast devices`.
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        description = "Lists the devices that replay can use, and what each of them can do.")
final class DevicesCommand implements Callable<Integer> {
    private static final long TRIAL_BYTES = Bytes.mebi(1);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (DeviceProvider backend : new Backends().all()) {
            List<DeviceProvider> devices = backend.devices();
            for (DeviceProvider each : devices.isEmpty() ? List.of(backend) : devices) {
                out.printf("%-9s %s%n", each.name(), each.description());
                capabilities(each).forEach(line -> out.printf("%-9s %s%n", "", line));
            }
        }
        out.flush();
        return 0;
    }

    private static List<String> capabilities(DeviceProvider provider) {
        try (PlatformWorkers workers = new PlatformWorkers("holdfast-devices");
                Device device =
                        provider.open(DeviceOptions.of(TRIAL_BYTES, TRIAL_BYTES), workers)) {
            List<String> lines = new ArrayList<>(List.of(describe(device.info())));
            lines.addAll(device.caveats());
            return lines;
        } catch (IllegalArgumentException | UnsupportedOperationException refused) {
            return List.of("cannot be used here: " + refused.getMessage());
        }
    }

    private static String describe(DeviceInfo info) {
        String isolation =
                switch (info.isolation()) {
                    case CHECKED -> "every access of a kernel is checked";
                    case IN_BOUNDS_ONLY ->
                            "a kernel that indexes out of bounds can reach other clients' bytes";
                };
        return "%s; address spaces: %s; queue reset: %s; contiguous objects only: %s; kernels: %s"
                .formatted(
                        isolation,
                        yes(info.addressSpaces()),
                        yes(info.queueReset()),
                        yes(info.contiguousOnly()),
                        info.kernelLanguage());
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }
}
