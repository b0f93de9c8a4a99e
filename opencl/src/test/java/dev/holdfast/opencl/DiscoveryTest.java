package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.PlatformWorkers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found, and what is said where nothing is: each in a process of its own, because a
/// process loads its OpenCL once.
final class DiscoveryTest {
    @TempDir private Path folder;

    /// What a child process prints of the provider.
    static final class Printer {
        private Printer() {}

        public static void main(String[] arguments) {
            DeviceProvider provider = new OpenClProvider();
            System.out.println(provider.devices().size());
            System.out.println(provider.description());
            try (PlatformWorkers workers = new PlatformWorkers("child");
                    Device device = provider.open(DeviceOptions.of(1 << 20, 1 << 20), workers)) {
                System.out.println("opened " + device.info().name());
            } catch (IllegalArgumentException refused) {
                System.out.println("refused: " + refused.getMessage());
            }
        }
    }

    /// The lines that a child printed, which ended well.
    private static List<String> child(Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path")));
        words.addAll(List.of(options));
        words.add(Printer.class.getName());
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        List<String> lines = printed.lines().toList();
        // before them, the JVM may have something to say of a file that it cannot load
        return lines.subList(lines.size() - 3, lines.size());
    }

    @Test
    void whatIsThereIsListedAndOpens() throws Exception {
        Installed.require();
        List<String> lines = child(Map.of());
        assertTrue(Integer.parseInt(lines.get(0)) > 0);
        assertTrue(lines.get(1).contains("OpenCL"), lines.get(1));
        assertEquals("opened opencl", lines.get(2));
    }

    @Test
    void noLibraryIsAReason() throws Exception {
        String absent = folder.resolve("libabsent.so").toString();
        refused(child(Map.of(), "-Dorg.lwjgl.opencl.libname=" + absent), absent);
    }

    @Test
    void aLibraryThatIsNoneIsAReason() throws Exception {
        Path rubbish = Files.writeString(folder.resolve("librubbish.so"), "not a library");
        refused(child(Map.of(), "-Dorg.lwjgl.opencl.libname=" + rubbish), rubbish.toString());
    }

    /// Breaks if what LWJGL throws of a library that lacks what it must have ends the process.
    @Test
    void aLibraryThatIsNoOpenClIsAReason() throws Exception {
        Path other = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(other), "not run: no libzip.so");
        refused(child(Map.of(), "-Dorg.lwjgl.opencl.libname=" + other), "OpenCL");
    }

    @Test
    void noPlatformIsAReason() throws Exception {
        Installed.require();
        refused(child(Map.of("OCL_ICD_VENDORS", folder.toString())), "no OpenCL platform");
    }

    @Test
    void aDriverThatDoesNotLoadIsAReason() throws Exception {
        Installed.require();
        Path vendor = Files.writeString(folder.resolve("broken.icd"), "libbroken-driver.so\n");
        refused(child(Map.of("OCL_ICD_VENDORS", vendor.toString())), vendor.toString());
    }

    private static void refused(List<String> lines, String reason) {
        assertEquals("0", lines.get(0));
        assertTrue(lines.get(1).startsWith("no OpenCL device: "), lines.get(1));
        assertTrue(lines.get(1).contains(reason), lines.get(1));
        assertEquals(
                "refused: " + lines.get(1).substring("no OpenCL device: ".length()), lines.get(2));
    }

    /// Two opened devices share nothing, also where they are one card.
    @Test
    void devicesAreChosenByNumberAndOpenedTwice() {
        Installed.require();
        List<DeviceProvider> devices = new OpenClProvider().devices();
        for (int i = 0; i < devices.size(); i++) {
            assertEquals("opencl:" + i, devices.get(i).name());
        }
        DeviceOptions sizes = DeviceOptions.of(1 << 20, 1 << 20);
        try (PlatformWorkers workers = new PlatformWorkers("test");
                Device one = devices.getFirst().open(sizes, workers);
                Device two = devices.getFirst().open(sizes, workers)) {
            assertFalse(
                    one.queue(dev.holdfast.device.QueueKind.COMPUTE)
                            == two.queue(dev.holdfast.device.QueueKind.COMPUTE));
        }
    }

    @Test
    void testsUseTheDeviceThatIsNamed() {
        ClDevice first = Installed.require().devices().getFirst();
        ClDevice second = Installed.with(first, Installed.allocating(first.limits(), 1 << 20));
        Discovery both = new Discovery(List.of(first, second), List.of());

        assertEquals(both, Installed.chosen(both, ""));
        assertEquals(List.of(second), Installed.chosen(both, "opencl:1").devices());
        assertThrows(AssertionError.class, () -> Installed.chosen(both, "opencl:2"));
    }

    @Test
    void moreThanThereIsIsRefusedInALine() {
        Installed.require();
        DeviceProvider provider = new OpenClProvider();
        long much = 1L << 50;
        try (PlatformWorkers workers = new PlatformWorkers("test")) {
            String device = refusal(provider, DeviceOptions.of(much, 1 << 20), workers);
            assertTrue(device.contains("cannot give 1024 TiB"), device);
            String host = refusal(provider, DeviceOptions.of(1 << 20, much << 8), workers);
            assertTrue(host.contains("pinned host memory"), host);
            var slow =
                    new DeviceOptions(1 << 20, 1 << 20, OptionalLong.empty(), OptionalLong.of(1));
            String link = refusal(provider, slow, workers);
            assertTrue(link.contains("soft"), link);
        }
    }

    private static String refusal(
            DeviceProvider provider, DeviceOptions options, PlatformWorkers workers) {
        return assertThrows(IllegalArgumentException.class, () -> provider.open(options, workers))
                .getMessage();
    }
}
