package dev.holdfast.cli.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Records the kernels of a computation and works out by itself when each tensor dies.
///
/// Tensors that stay from step to step are uploaded and never freed; every other one is freed by
/// the last kernel that touches it, the way reference counting in a training framework would.
final class TensorTape {
    private static final int FLOAT_BYTES = Float.BYTES;

    private final String name;
    private final Roofline roofline;
    private final List<TraceBuffer> tensors = new ArrayList<>();
    private final List<TraceOp> kernels = new ArrayList<>();

    TensorTape(String name, Roofline roofline) {
        this.name = name;
        this.roofline = roofline;
    }

    /// {@return a tensor that is there before the step and stays after it}
    int lasting(String tensorName, long elements) {
        return tensor(tensorName, elements, true);
    }

    /// {@return a tensor that lives only within the step}
    int passing(String tensorName, long elements) {
        return tensor(tensorName, elements, false);
    }

    private int tensor(String tensorName, long elements, boolean initial) {
        long sizeBytes = Math.multiplyExact(elements, FLOAT_BYTES);
        tensors.add(new TraceBuffer(tensorName, sizeBytes, initial, ""));
        return tensors.size() - 1;
    }

    /// Records a kernel of that many floating-point operations.
    void kernel(String kernelName, double flops, int[] reads, int[] writes) {
        double bytes = 0;
        for (int tensor : reads) {
            bytes += tensors.get(tensor).sizeBytes();
        }
        for (int tensor : writes) {
            bytes += tensors.get(tensor).sizeBytes();
        }
        kernels.add(
                new TraceOp(
                        kernelName,
                        BufferIndices.of(reads),
                        BufferIndices.of(writes),
                        BufferIndices.of(),
                        roofline.nanos(flops, bytes)));
    }

    /// Records a kernel that is bound by memory: a handful of operations for each element.
    void elementwise(String kernelName, int[] reads, int[] writes) {
        kernel(kernelName, 0, reads, writes);
    }

    Trace finish() {
        int[] lastUse = lastUses();
        TraceBuilder builder = new TraceBuilder(name);
        try {
            for (TraceBuffer tensor : tensors) {
                builder.declare(tensor);
            }
            for (int i = 0; i < kernels.size(); i++) {
                TraceOp kernel = kernels.get(i);
                int position = i;
                int[] dying =
                        kernel.uses().stream()
                                .filter(t -> lastUse[t] == position && !tensors.get(t).initial())
                                .toArray();
                builder.operation(
                        new TraceOp(
                                kernel.name(),
                                kernel.reads(),
                                kernel.writes(),
                                BufferIndices.of(dying),
                                kernel.nanos()));
            }
            return builder.build();
        } catch (TraceException impossible) {
            throw new IllegalStateException("a recorded computation is no trace", impossible);
        }
    }

    private int[] lastUses() {
        int[] lastUse = new int[tensors.size()];
        Arrays.fill(lastUse, -1);
        for (int i = 0; i < kernels.size(); i++) {
            int position = i;
            kernels.get(i).uses().stream().forEach(tensor -> lastUse[tensor] = position);
        }
        return lastUse;
    }
}
