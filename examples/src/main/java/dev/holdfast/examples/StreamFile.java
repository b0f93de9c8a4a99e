package dev.holdfast.examples;

import static dev.holdfast.memory.Argument.read;
import static dev.holdfast.memory.Argument.readWrite;

import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.ProgramKernel;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Reuse;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/// Streams a mapped file through a device with a quarter of its size: how many of its numbers are
/// odd, and their sum, part by part.
///
/// Nothing here says when a part is copied, where it goes, or what makes room for it; only that the
/// parts are used in turn, so that a new one takes the place of one just worked on and not of what
/// else is there. The parts are wrapped, not read: they cost no host memory, and are never written
/// back.
public final class StreamFile {
    private static final long DEVICE_BYTES = Bytes.mebi(16);
    private static final long PART_BYTES = Bytes.mebi(1);
    private static final int PARTS = 64;

    private StreamFile() {}

    /// Runs it on the device that the arguments name.
    public static void main(String[] arguments) throws Exception {
        run(Session.deviceOf(arguments)).exit();
    }

    static Outcome run(String device) throws IOException, InterruptedException {
        Path file = Files.createTempFile("holdfast-stream", ".longs");
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(write(file), StandardOpenOption.READ)) {
            MemorySegment mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            long[] counted;
            // a small budget of host memory: the file is none of it
            try (var session = Session.open(device, DEVICE_BYTES, Bytes.mebi(4))) {
                counted = onDevice(session, mapped);
            }
            long[] expected = onHost(mapped);
            return new Outcome(
                    counted[0] == expected[0] && counted[1] == expected[1],
                    "%d MiB through %d MiB of device memory: %,d odd, sum %x; the CPU: %,d, %x"
                            .formatted(
                                    mapped.byteSize() >> 20,
                                    DEVICE_BYTES >> 20,
                                    counted[0],
                                    counted[1],
                                    expected[0],
                                    expected[1]));
        } finally {
            Files.delete(file);
        }
    }

    private static long[] onDevice(Session session, MemorySegment mapped)
            throws InterruptedException {
        Client client = session.manager().client("stream");
        BufferHandle result = client.create("result", CountKernel.RESULT_BYTES);
        Count count = session.speaksOpenCl() ? inOpenClC(session) : inJava(session);
        for (BufferHandle part : client.wrapParts("numbers", mapped, PART_BYTES)) {
            part.expect(Reuse.IN_TURN);
            client.submit(count.in(part, result)).orThrow();
        }
        // mapping waits for the kernels that write it
        try (HostMapping view = result.map(Access.READ).orThrow()) {
            return CountKernel.total(view.segment().toArray(ValueLayout.JAVA_LONG));
        }
    }

    /// The launch that counts what is in a part.
    private interface Count {
        Work in(BufferHandle part, BufferHandle result);
    }

    private static Count inOpenClC(Session session) {
        ProgramKernel count = session.manager().program(CountKernel.SOURCE).kernel("count");
        return (part, result) ->
                count.over(CountKernel.ITEMS)
                        .args(read(part), part.sizeBytes() / Long.BYTES, readWrite(result));
    }

    private static Count inJava(Session session) {
        Kernel count = session.device().load(new KernelCode.InJava("count", CountKernel.IN_JAVA));
        return (part, result) -> Work.launch(count).reads(part).updates(result);
    }

    private static long[] onHost(MemorySegment mapped) {
        long odd = 0;
        long sum = 0;
        for (long at = 0; at < mapped.byteSize(); at += Long.BYTES) {
            long number = mapped.get(ValueLayout.JAVA_LONG, at);
            odd += number & 1;
            sum += number;
        }
        return new long[] {odd, sum};
    }

    private static Path write(Path file) throws IOException {
        var random = new SplittableRandom(42);
        byte[] part = new byte[(int) PART_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < PARTS; i++) {
                random.nextBytes(part);
                out.write(part);
            }
        }
        return file;
    }
}
