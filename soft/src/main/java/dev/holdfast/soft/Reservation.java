package dev.holdfast.soft;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/// Address space asked of the operating system without memory behind it: private, anonymous and not
/// counted against what may be committed, so that a heap of 50 GB costs nothing until touched.
///
/// Calling `mmap` is native access. It is done only where the user has granted that
/// (`--enable-native-access`), never with a warning, and only on Linux, whose flags are known here.
/// A mapped file would need no grant, but its pages are either written back to a disk or count
/// twice on a memory file system.
final class Reservation {
    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final long MAP_FAILED = -1;

    private Reservation() {}

    /// A zeroed segment of `sizeBytes` that ends with `arena`; empty where this is not allowed, not
    /// known or not possible.
    static Optional<MemorySegment> of(long sizeBytes, Arena arena) {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
        if (!linux || !Reservation.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty();
        }
        MemorySegment mapped = Native.map(sizeBytes);
        if (mapped.address() == MAP_FAILED) {
            return Optional.empty();
        }
        return Optional.of(Native.own(mapped, sizeBytes, arena));
    }

    /// The two calls, linked on first use.
    @SuppressWarnings("restricted")
    private static final class Native {
        private static final MethodHandle MMAP =
                link(
                        "mmap",
                        FunctionDescriptor.of(
                                ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                                JAVA_LONG));
        private static final MethodHandle MUNMAP =
                link("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

        private static MethodHandle link(String name, FunctionDescriptor descriptor) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
        }

        private static MemorySegment map(long sizeBytes) {
            try {
                return (MemorySegment)
                        MMAP.invokeExact(
                                MemorySegment.NULL,
                                sizeBytes,
                                PROT_READ_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                                -1,
                                0L);
            } catch (Throwable thrown) {
                throw new LinkageError("mmap could not be called", thrown);
            }
        }

        private static MemorySegment own(MemorySegment mapped, long sizeBytes, Arena arena) {
            long address = mapped.address();
            return mapped.reinterpret(sizeBytes, arena, dead -> unmap(address, sizeBytes));
        }

        private static void unmap(long address, long sizeBytes) {
            try {
                int result = (int) MUNMAP.invokeExact(MemorySegment.ofAddress(address), sizeBytes);
                if (result != 0) {
                    throw new IllegalStateException("munmap answered " + result);
                }
            } catch (RuntimeException thrown) {
                throw thrown;
            } catch (Throwable thrown) {
                throw new LinkageError("munmap could not be called", thrown);
            }
        }
    }
}
