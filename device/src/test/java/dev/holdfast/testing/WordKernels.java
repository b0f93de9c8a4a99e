package dev.holdfast.testing;

import dev.holdfast.device.Device;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.KernelMemory;

/// Kernels that write and check the words of their only buffer, in the language of their device:
/// word `i` of a buffer is `first + step * i`. In OpenCL C they are written for a [VerdictDevice].
///
/// @param write (first, step): overwrites every word
/// @param check (first, step): fails unless every word is as it says
/// @param bump (first, step, next): checks as above, then writes `next` and a step of one
/// @param nothing takes whatever it is given and touches none of it
public record WordKernels(Kernel write, Kernel check, Kernel bump, Kernel nothing) {
    private static final int TILE = 512;

    private static final String IN_OPENCL_C =
            """
            long wrong(global const long *words, long count, long first, long step) {
                for (long i = 0; i < count; i++) {
                    if (words[i] != first + step * i) {
                        return i + 1;
                    }
                }
                return 0;
            }

            void fill(global long *words, long count, long first, long step) {
                for (long i = 0; i < count; i++) {
                    words[i] = first + step * i;
                }
            }

            kernel void write_words(
                    global long *words, long count, global long *verdict, long first, long step) {
                fill(words, count, first, step);
                verdict[0] = 0;
            }

            kernel void check_words(
                    global const long *words, long count, global long *verdict,
                    long first, long step) {
                verdict[0] = wrong(words, count, first, step);
            }

            kernel void bump_words(
                    global long *words, long count, global long *verdict,
                    long first, long step, long next) {
                verdict[0] = wrong(words, count, first, step);
                if (verdict[0] == 0) {
                    fill(words, count, next, 1);
                }
            }

            kernel void nothing() {}

            kernel void spin(
                    global const long *words, long count, global volatile long *verdict) {
                while (verdict[1] == 0) {
                }
                verdict[0] = 0;
            }
            """;

    /// Loads all of them.
    public static WordKernels of(Device device) {
        return new WordKernels(
                load(device, "write_words", WordKernels::write),
                load(device, "check_words", WordKernels::check),
                load(device, "bump_words", WordKernels::bump),
                load(device, "nothing", (memory, scalars) -> {}));
    }

    /// One that ends when `device` is told to, by [VerdictDevice#openGate]: in OpenCL C only.
    public static Kernel spin(Device device) {
        return device.load(new KernelCode.InOpenClC("spin", IN_OPENCL_C, ""));
    }

    private static Kernel load(Device device, String name, JavaKernel body) {
        return device.load(
                device.info().kernelLanguage().equals("java")
                        ? new KernelCode.InJava(name, body)
                        : new KernelCode.InOpenClC(name, IN_OPENCL_C, ""));
    }

    private static void write(KernelMemory memory, long[] scalars) {
        write(memory, scalars[0], scalars[1]);
    }

    private static void check(KernelMemory memory, long[] scalars) {
        check(memory, scalars[0], scalars[1]);
    }

    private static void bump(KernelMemory memory, long[] scalars) {
        check(memory, scalars[0], scalars[1]);
        write(memory, scalars[2], 1);
    }

    private static void write(KernelMemory memory, long first, long step) {
        long words = memory.sizeBytes(0) / Long.BYTES;
        long[] tile = new long[TILE];
        for (long from = 0; from < words; from += TILE) {
            int count = (int) Math.min(TILE, words - from);
            for (int i = 0; i < count; i++) {
                tile[i] = first + step * (from + i);
            }
            memory.write(0, from * Long.BYTES, tile, 0, count);
        }
    }

    private static void check(KernelMemory memory, long first, long step) {
        long words = memory.sizeBytes(0) / Long.BYTES;
        long[] tile = new long[TILE];
        for (long from = 0; from < words; from += TILE) {
            int count = (int) Math.min(TILE, words - from);
            memory.read(0, from * Long.BYTES, tile, 0, count);
            for (int i = 0; i < count; i++) {
                if (tile[i] != first + step * (from + i)) {
                    throw new KernelFaultException("word " + (from + i) + " is wrong: " + tile[i]);
                }
            }
        }
    }
}
