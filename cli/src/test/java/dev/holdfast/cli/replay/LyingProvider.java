package dev.holdfast.cli.replay;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.device.Workers;
import dev.holdfast.testing.ForwardingDevice;
import java.util.ArrayList;
import java.util.List;

/// The embedded device, with a defect: kernels now and then read a word that is not there. For
/// tests that a replay would notice. Each lie has a device of its own.
abstract class LyingProvider implements DeviceProvider {
    private final String name;

    private LyingProvider(String name) {
        this.name = name;
    }

    /// What a kernel is told, instead of `words.getLast()`, which is the first word of the buffer
    /// that it reads, after the first words of everything that was read before.
    abstract long lie(List<Long> words);

    /// Tells an older word of the same buffer, in a trace that reads one buffer again and again.
    public static final class Stale extends LyingProvider {
        public Stale() {
            super("lying-stale");
        }

        @Override
        long lie(List<Long> words) {
            return words.get(words.size() - 2);
        }
    }

    /// Tells another buffer's word, in a trace that reads two in turns.
    public static final class Foreign extends LyingProvider {
        public Foreign() {
            super("lying-foreign");
        }

        @Override
        long lie(List<Long> words) {
            return words.get(words.size() - 2);
        }
    }

    /// Tells a damaged word.
    public static final class Garbage extends LyingProvider {
        public Garbage() {
            super("lying-garbage");
        }

        @Override
        long lie(List<Long> words) {
            return words.getLast() ^ 0x80;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "for tests";
    }

    @Override
    public Device open(DeviceOptions options, Workers workers) {
        try {
            return new Lying(new Backends().named("soft").open(options, workers), this);
        } catch (InputException missing) {
            throw new AssertionError(missing);
        }
    }

    private record Lying(Device inner, LyingProvider liar) implements ForwardingDevice {
        @Override
        public Kernel load(KernelCode code) {
            KernelCode.InJava java = (KernelCode.InJava) code;
            List<Long> words = new ArrayList<>();
            JavaKernel body =
                    new JavaKernel() {
                        @Override
                        public void run(KernelMemory memory, long[] scalars) {
                            java.body().run(new LyingMemory(memory, words, liar), scalars);
                        }
                    };
            return inner.load(new KernelCode.InJava(java.name(), body));
        }
    }

    private record LyingMemory(KernelMemory inner, List<Long> words, LyingProvider liar)
            implements KernelMemory {
        /// The fourth read is the one that is told a lie.
        private static final int LIE = 4;

        @Override
        public void read(int argument, long offset, long[] target, int from, int count) {
            inner.read(argument, offset, target, from, count);
            if (offset == 0) {
                words.add(target[from]);
                if (words.size() == LIE) {
                    target[from] = liar.lie(words);
                }
            }
        }

        @Override
        public int arguments() {
            return inner.arguments();
        }

        @Override
        public long sizeBytes(int argument) {
            return inner.sizeBytes(argument);
        }

        @Override
        public long getLong(int argument, long offset) {
            return inner.getLong(argument, offset);
        }

        @Override
        public void putLong(int argument, long offset, long value) {
            inner.putLong(argument, offset, value);
        }

        @Override
        public void write(int argument, long offset, long[] source, int from, int count) {
            inner.write(argument, offset, source, from, count);
        }

        @Override
        public void read(int argument, long offset, byte[] target, int from, int count) {
            inner.read(argument, offset, target, from, count);
        }

        @Override
        public void write(int argument, long offset, byte[] source, int from, int count) {
            inner.write(argument, offset, source, from, count);
        }
    }
}
