package dev.holdfast.opencl;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// Asks OpenCL for a property of something. Every such call has one shape: it is told where to put
/// so many bytes, and how many it would have put.
final class Query {
    private Query() {}

    /// One call with everything but the place of the answer filled in.
    @FunctionalInterface
    interface Call {
        /// As `clGetDeviceInfo(…, size, value, size_ret)`; addresses may be zero.
        int ask(long sizeBytes, long value, long sizeReturned);
    }

    /// A 64-bit number, or a narrower one.
    static long number(String what, Call call) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer value = stack.calloc(Long.BYTES, Long.BYTES);
            ClException.check(what, call.ask(Long.BYTES, MemoryUtil.memAddress(value), 0));
            // little-endian, as all that we accept: a 32-bit answer is the low half
            return value.getLong(0);
        }
    }

    /// A text.
    static String text(String what, Call call) {
        ByteBuffer bytes = bytes(what, call);
        try {
            int length = bytes.remaining();
            while (length > 0 && bytes.get(length - 1) == 0) {
                length--;
            }
            return MemoryUtil.memUTF8(bytes, length).strip();
        } finally {
            MemoryUtil.memFree(bytes);
        }
    }

    /// As many numbers of 64 bits as there are.
    static List<Long> numbers(String what, Call call) {
        ByteBuffer bytes = bytes(what, call);
        try {
            List<Long> numbers = new ArrayList<>();
            for (int at = 0; at + Long.BYTES <= bytes.remaining(); at += Long.BYTES) {
                numbers.add(bytes.getLong(at));
            }
            return numbers;
        } finally {
            MemoryUtil.memFree(bytes);
        }
    }

    private static ByteBuffer bytes(String what, Call call) {
        int size;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer returned = stack.callocPointer(1);
            ClException.check(what, call.ask(0, 0, MemoryUtil.memAddress(returned)));
            size = Math.toIntExact(returned.get(0));
        }
        ByteBuffer bytes = MemoryUtil.memCalloc(Math.max(1, size));
        boolean answered = false;
        try {
            ClException.check(what, call.ask(size, MemoryUtil.memAddress(bytes), 0));
            bytes.limit(size);
            answered = true;
            return bytes;
        } finally {
            if (!answered) {
                MemoryUtil.memFree(bytes);
            }
        }
    }
}
