package dev.holdfast.examples;

import dev.holdfast.device.JavaKernel;

/// How many numbers are odd, and their sum, added to what the result holds already: the kernel of
/// [StreamFile], in both languages.
public final class CountKernel {
    /// Its name.
    public static final String NAME = "count";

    /// How many work items share the numbers; each has a count and a sum of its own.
    public static final long ITEMS = 256;

    /// What the counts and sums of all of them take up.
    public static final long RESULT_BYTES = ITEMS * 2 * Long.BYTES;

    /// Its source in OpenCL C: the numbers, how many they are, and the result.
    public static final String SOURCE =
            """
            __kernel void count(__global const ulong *numbers, ulong length,
                                __global ulong *result) {
                size_t me = get_global_id(0);
                ulong share = (length + get_global_size(0) - 1) / get_global_size(0);
                ulong end = min((me + 1) * share, length);
                ulong odd = 0;
                ulong sum = 0;
                for (ulong i = me * share; i < end; i++) {
                    odd += numbers[i] & 1;
                    sum += numbers[i];
                }
                result[2 * me] += odd;
                result[2 * me + 1] += sum;
            }
            """;

    /// The same for a device without work items: it uses the first count and the first sum.
    static final JavaKernel IN_JAVA =
            (memory, scalars) -> {
                long[] numbers = new long[512];
                long odd = 0;
                long sum = 0;
                for (long at = 0; at < memory.sizeBytes(0); at += 8L * numbers.length) {
                    memory.read(0, at, numbers, 0, numbers.length);
                    for (long number : numbers) {
                        odd += number & 1;
                        sum += number;
                    }
                }
                memory.putLong(1, 0, memory.getLong(1, 0) + odd);
                memory.putLong(1, Long.BYTES, memory.getLong(1, Long.BYTES) + sum);
            };

    private CountKernel() {}

    /// What all work items have found together.
    public static long[] total(long[] result) {
        long[] total = new long[2];
        for (int i = 0; i < result.length; i++) {
            total[i & 1] += result[i];
        }
        return total;
    }
}
