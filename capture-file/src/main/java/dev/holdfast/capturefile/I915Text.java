package dev.holdfast.capturefile;

import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.capture.Trigger;
import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.zip.Deflater;

/// A capture in the text format of the i915 driver's error state, which decoders read that others
/// wrote. Only what is true has a line: no registers, no batches, no PCI id. Contents that are not
/// there are told of in a line that decoders pass through. Lines that are not a block's begin with
/// words of ours, so that no name can make one that means something.
///
/// The format: a header with the address, then one line of a colon and the ascii85 digits of one
/// zlib stream; ascii85 is the kernel's, of little-endian words. It has no size: contents are
/// padded with zeros to whole lines of what decoders print, sixteen bytes, and a line before says
/// how many bytes there are.
///
/// Source: i915_gpu_error.c; the quirks of decoders were found by trying.
public final class I915Text {
    private static final long PADDED_TO = 16;
    private static final int TILE_BYTES = 64 << 10;

    private final PrintWriter out;
    private final StringBuilder digits = new StringBuilder(TILE_BYTES);
    private final byte[] word = new byte[4];
    private int filled;

    /// Prints to `out`, which stays the caller's.
    public I915Text(PrintWriter out) {
        this.out = out;
    }

    /// Prints all of `capture` that this format has room for.
    public void print(Capture capture) {
        line("Holdfast capture %d, %s".formatted(capture.number(), capture.trigger().text()));
        capture.fault().ifPresent(fault -> line("fault: " + fault.root().message()));
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, capture.when());
        line("Time: %d s %d us".formatted(micros / 1_000_000, micros % 1_000_000));
        line("Driver: holdfast");
        line("device: " + capture.device());
        capture.guilty().ifPresent(command -> guilty(capture, command));
        int buffers = 0;
        for (CapturedObject object : capture.objects()) {
            switch (object.contents()) {
                case Contents.Present present -> {
                    block(object, present);
                    buffers++;
                }
                case Contents.Missing(Contents.Why why, String note) ->
                        line("Missing: %s: %s, %s".formatted(label(object), why.text(), note));
            }
        }
        // readers look for a dash behind the last block
        line("End-of-capture: " + buffers + " buffers");
        out.flush();
    }

    /// A command that faulted did not hang, and who was not found guilty before is not so yet.
    private void guilty(Capture capture, CapturedCommand command) {
        line("queue " + command.queue() + " command stream:");
        if (capture.trigger() == Trigger.WATCHDOG) {
            line("  hung: 1");
        }
        long before =
                capture.clients().stream()
                        .filter(each -> each.name().equals(command.client()))
                        .mapToLong(Capture.ClientState::guilty)
                        .sum();
        line("  Active context: %s guilty %d".formatted(command.client(), before));
    }

    private void block(CapturedObject object, Contents.Present contents) {
        long sizeBytes = contents.sizeBytes();
        long padding = -sizeBytes & PADDED_TO - 1;
        line(
                "Captured: %s, version %d: %d bytes%s%s"
                        .formatted(
                                label(object),
                                object.version(),
                                sizeBytes,
                                contents.truncated() ? ", cut: " + contents.note() : "",
                                padding == 0 ? "" : ", and " + padding + " bytes of padding"));
        out.print(label(object));
        out.printf(
                " --- user = 0x%08x %08x\n",
                object.address() >>> 32, object.address() & 0xffff_ffffL);
        out.print(':');
        Deflater deflater = new Deflater();
        try {
            byte[] tile = new byte[TILE_BYTES];
            for (MemorySegment chunk : contents.chunks()) {
                for (long at = 0; at < chunk.byteSize(); at += TILE_BYTES) {
                    int count = (int) Math.min(TILE_BYTES, chunk.byteSize() - at);
                    MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, at, tile, 0, count);
                    deflater.setInput(tile, 0, count);
                    drain(deflater);
                }
            }
            deflater.setInput(new byte[(int) padding]);
            deflater.finish();
            drain(deflater);
        } finally {
            deflater.end();
        }
        while (filled != 0) {
            add((byte) 0);
        }
        out.print(digits);
        digits.setLength(0);
        out.print('\n');
    }

    private void drain(Deflater deflater) {
        byte[] packed = new byte[4096];
        int count;
        while ((count = deflater.deflate(packed)) > 0) {
            for (int i = 0; i < count; i++) {
                add(packed[i]);
            }
        }
    }

    private void add(byte next) {
        word[filled++] = next;
        if (filled == word.length) {
            filled = 0;
            long value = 0;
            for (int i = word.length - 1; i >= 0; i--) {
                value = value << 8 | (word[i] & 0xff);
            }
            ascii85(value);
        }
        if (digits.length() > TILE_BYTES) {
            out.print(digits);
            digits.setLength(0);
        }
    }

    private void ascii85(long value) {
        if (value == 0) {
            digits.append('z');
            return;
        }
        long power = 85L * 85 * 85 * 85;
        for (int i = 0; i < 5; i++) {
            digits.append((char) ('!' + value / power % 85));
            power /= 85;
        }
    }

    /// What stands for an engine's name. Decoders take three dashes for the end of it.
    private static String label(CapturedObject object) {
        return plain(object.owner() + "/" + object.name());
    }

    private void line(String text) {
        out.print(plain(text));
        out.print('\n');
    }

    /// Without anything that a decoder could take for more than text.
    private static String plain(String text) {
        // decoders look for these anywhere in a line
        String one =
                CaptureText.plain(text).replaceAll("-{2,}", "-").replaceAll("PCI ID", "PCI_ID");
        // a digit string at the beginning of a line would be data
        return one.isEmpty() || one.charAt(0) == ':' || one.charAt(0) == '~' || one.charAt(0) == '-'
                ? "_" + one
                : one;
    }
}
