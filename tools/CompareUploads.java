import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.memory.Argument;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.ProgramKernel;
import dev.holdfast.memory.work.Access;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;

/// How fast a mapped file is uploaded through OpenCL by two builds: each in a process of its own,
/// both alive all the time, and asked in turn, so that what else the machine does meets both alike.
///
///     java -cp 'cli/target/quick/run/*' tools/CompareUploads.java THIS OTHER [PAIRS [MIB]]
///
/// THIS and OTHER are checkouts in which `./holdfast --version` has been run. Prints a line for
/// each pair of passes, and at the end the medians: MiB a second of both, and THIS ÷ OTHER.
public final class CompareUploads {
    private static final String CHILD = "child";
    private static final long MIB = 1 << 20;

    private static final String SOURCE =
            """
            kernel void first(global const ulong *part, ulong last, global ulong *sums) {
                sums[0] += part[0] + part[last];
            }
            """;

    private CompareUploads() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println("CompareUploads THIS OTHER [PAIRS [MIB [PART_MIB]]]");
            System.exit(2);
        }
        if (arguments[0].equals(CHILD)) {
            answer(Path.of(arguments[1]), Long.parseLong(arguments[2]) * MIB);
            return;
        }
        int pairs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
        long mib = arguments.length > 3 ? Long.parseLong(arguments[3]) : 256;
        String partMib = arguments.length > 4 ? arguments[4] : "8";
        Path content = content(mib);
        try (Child here = new Child(arguments[0], content, partMib);
                Child there = new Child(arguments[1], content, partMib)) {
            compare(here, there, pairs, mib);
        } finally {
            Files.delete(content);
        }
    }

    private static void compare(Child here, Child there, int pairs, long mib) throws IOException {
        for (int i = 0; i < 3; i++) {
            here.nanos();
            there.nanos();
        }
        double[] one = new double[pairs];
        double[] other = new double[pairs];
        double[] ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            boolean first = i % 2 == 0;
            long early = first ? here.nanos() : there.nanos();
            long late = first ? there.nanos() : here.nanos();
            one[i] = mib * 1e9 / (first ? early : late);
            other[i] = mib * 1e9 / (first ? late : early);
            ratios[i] = one[i] / other[i];
            System.out.printf("%2d: %6.0f %6.0f MiB/s  %.3f%n", i, one[i], other[i], ratios[i]);
        }
        System.out.printf(
                "medians: %.0f and %.0f MiB/s, of the ratios %.3f (quarters %.3f and %.3f)%n",
                quantile(one, 0.5),
                quantile(other, 0.5),
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75));
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /// Words that are their own index.
    private static Path content(long mib) throws IOException {
        Path path = Files.createTempFile("uploads", ".bin");
        try (FileChannel file =
                        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            MemorySegment all = file.map(FileChannel.MapMode.READ_WRITE, 0, mib * MIB, arena);
            for (long at = 0; at < all.byteSize(); at += Long.BYTES) {
                all.set(ValueLayout.JAVA_LONG, at, at / Long.BYTES);
            }
        }
        return path;
    }

    /// A process with the classes of one checkout.
    private static final class Child implements AutoCloseable {
        private final Process process;
        private final PrintStream to;
        private final BufferedReader from;

        Child(String checkout, Path content, String partMib) throws IOException {
            String jars = Path.of(checkout, "cli/target/quick/run") + File.separator + "*";
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", jars));
            command.addAll(
                    List.of("tools/CompareUploads.java", CHILD, content.toString(), partMib));
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            from =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
        }

        long nanos() throws IOException {
            to.println();
            String line = from.readLine();
            if (line == null) {
                throw new IOException("one of the two has ended");
            }
            return Long.parseLong(line);
        }

        @Override
        public void close() {
            to.close();
            process.destroy();
        }
    }

    /// One pass over the file for each line that is read: mapped anew, wrapped, uploaded part by
    /// part, looked at.
    private static void answer(Path content, long partBytes) throws Exception {
        DeviceProvider provider =
                ServiceLoader.load(DeviceProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(each -> each.name().equals("opencl"))
                        .findFirst()
                        .orElseThrow();
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (PlatformWorkers workers = new PlatformWorkers("uploads");
                Device device = provider.open(DeviceOptions.of(64 * MIB, 4 * MIB), workers);
                MemoryManager manager =
                        MemoryManager.open(device, workers, MemoryOptions.defaults());
                Client client = manager.client("uploads")) {
            ProgramKernel kernel = manager.program(SOURCE).kernel("first");
            while (orders.readLine() != null) {
                System.out.println(pass(content, partBytes, client, kernel));
            }
        }
    }

    private static long pass(Path content, long partBytes, Client client, ProgramKernel kernel)
            throws Exception {
        long began = System.nanoTime();
        try (FileChannel file = FileChannel.open(content, StandardOpenOption.READ);
                Arena arena = Arena.ofShared();
                BufferHandle sums = client.create("sums", 64)) {
            MemorySegment mapped = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena);
            List<BufferHandle> parts = client.wrapParts("file", mapped, partBytes);
            long expected = 0;
            for (BufferHandle part : parts) {
                long last = part.sizeBytes() / Long.BYTES - 1;
                long before = expected;
                expected = before + expected(parts.indexOf(part), partBytes, last);
                client.submit(
                                kernel.over(1)
                                        .args(Argument.read(part), last, Argument.readWrite(sums)))
                        .orThrow();
            }
            try (HostMapping view = sums.map(Access.READ).orThrow()) {
                long found = view.segment().get(ValueLayout.JAVA_LONG, 0);
                if (found != expected) {
                    throw new IllegalStateException(found + " is not " + expected);
                }
            }
            parts.forEach(BufferHandle::close);
        }
        return System.nanoTime() - began;
    }

    private static long expected(long index, long partBytes, long last) {
        long first = index * (partBytes / Long.BYTES);
        return 2 * first + last;
    }
}
