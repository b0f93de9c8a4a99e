package dev.holdfast.cli.trace;

import java.util.List;

/// One block of a transformer: its weights, and what its forward pass keeps for its backward pass.
///
///     x ─ norm1 ─ q,k,v ─ scores ─ softmax ─ context ─ projection ─ (+x) = middle
///     middle ─ norm2 ─ up ─ gelu ─ down ─ (+middle) = output
///
/// The backward pass walks the same chain from the right. A tensor that a backward kernel reads
/// lives from the forward pass until then, and that is what fills the memory.
final class TransformerLayer {
    private final TensorTape tape;
    private final TransformerShape shape;
    private final String label;

    private final WeightTensor norm1;
    private final WeightTensor qkvWeight;
    private final WeightTensor qkvBias;
    private final WeightTensor projectionWeight;
    private final WeightTensor projectionBias;
    private final WeightTensor norm2;
    private final WeightTensor upWeight;
    private final WeightTensor upBias;
    private final WeightTensor downWeight;
    private final WeightTensor downBias;

    private final int stats1;
    private final int normed1;
    private final int query;
    private final int key;
    private final int value;
    private final int weights;
    private final int context;
    private final int middle;
    private final int stats2;
    private final int normed2;
    private final int up;
    private final int active;

    TransformerLayer(TensorTape tape, TransformerShape shape, String label) {
        this.tape = tape;
        this.shape = shape;
        this.label = label;
        long hidden = shape.hidden();
        norm1 = weight("norm1", 2 * hidden);
        qkvWeight = weight("qkv.weight", 3 * hidden * hidden);
        qkvBias = weight("qkv.bias", 3 * hidden);
        projectionWeight = weight("projection.weight", hidden * hidden);
        projectionBias = weight("projection.bias", hidden);
        norm2 = weight("norm2", 2 * hidden);
        upWeight = weight("up.weight", 4 * hidden * hidden);
        upBias = weight("up.bias", 4 * hidden);
        downWeight = weight("down.weight", 4 * hidden * hidden);
        downBias = weight("down.bias", hidden);

        stats1 = kept("norm1.stats", 2 * shape.tokens());
        normed1 = kept("norm1.out", shape.tokenElements());
        query = kept("query", shape.tokenElements());
        key = kept("key", shape.tokenElements());
        value = kept("value", shape.tokenElements());
        weights = kept("attention.weights", shape.scoreElements());
        context = kept("context", shape.tokenElements());
        middle = kept("middle", shape.tokenElements());
        stats2 = kept("norm2.stats", 2 * shape.tokens());
        normed2 = kept("norm2.out", shape.tokenElements());
        up = kept("up", 4 * shape.tokenElements());
        active = kept("gelu", 4 * shape.tokenElements());
    }

    List<WeightTensor> weightTensors() {
        return List.of(
                norm1,
                qkvWeight,
                qkvBias,
                projectionWeight,
                projectionBias,
                norm2,
                upWeight,
                upBias,
                downWeight,
                downBias);
    }

    /// Records the forward pass over `input`.
    ///
    /// @return the tensor with its output
    int recordForward(int input) {
        normalize("norm1", input, norm1, normed1, stats1);
        kernel(
                "qkv",
                product(qkvWeight),
                reads(normed1, qkvWeight.value(), qkvBias.value()),
                writes(query, key, value));
        int scores = kept("scores", shape.scoreElements());
        kernel("scores", shape.attentionFlops(), reads(query, key), writes(scores));
        elementwise("softmax", reads(scores), writes(weights));
        kernel("context", shape.attentionFlops(), reads(weights, value), writes(context));
        int projected = kept("projected", shape.tokenElements());
        multiply("projection", context, projectionWeight, projectionBias, projected);
        elementwise("add1", reads(input, projected), writes(middle));

        normalize("norm2", middle, norm2, normed2, stats2);
        multiply("up", normed2, upWeight, upBias, up);
        elementwise("gelu", reads(up), writes(active));
        int lowered = kept("lowered", shape.tokenElements());
        multiply("down", active, downWeight, downBias, lowered);
        int output = kept("output", shape.tokenElements());
        elementwise("add2", reads(middle, lowered), writes(output));
        return output;
    }

    /// Records the backward pass, given the forward input and the gradient of the output.
    ///
    /// @return the gradient of the input
    int recordBackward(int input, int outputGrad) {
        int middleGrad = recordMlpBackward(outputGrad);
        return recordAttentionBackward(input, middleGrad);
    }

    private int recordMlpBackward(int outputGrad) {
        int activeGrad = kept("gelu.grad", 4 * shape.tokenElements());
        multiplyBackward("down", active, downWeight, downBias, outputGrad, activeGrad);
        int upGrad = kept("up.grad", 4 * shape.tokenElements());
        elementwise("gelu.backward", reads(up, activeGrad), writes(upGrad));
        int normed2Grad = kept("norm2.out.grad", shape.tokenElements());
        multiplyBackward("up", normed2, upWeight, upBias, upGrad, normed2Grad);
        return normalizeBackward("norm2", middle, norm2, stats2, normed2Grad, outputGrad);
    }

    private int recordAttentionBackward(int input, int middleGrad) {
        long elements = shape.tokenElements();
        int contextGrad = kept("context.grad", elements);
        multiplyBackward(
                "projection", context, projectionWeight, projectionBias, middleGrad, contextGrad);
        int weightsGrad = kept("attention.weights.grad", shape.scoreElements());
        double flops = shape.attentionFlops();
        kernel("context.backward.weights", flops, reads(contextGrad, value), writes(weightsGrad));
        int valueGrad = kept("value.grad", elements);
        kernel("context.backward.value", flops, reads(weights, contextGrad), writes(valueGrad));
        int scoresGrad = kept("scores.grad", shape.scoreElements());
        elementwise("softmax.backward", reads(weights, weightsGrad), writes(scoresGrad));
        int queryGrad = kept("query.grad", elements);
        kernel("scores.backward.query", flops, reads(scoresGrad, key), writes(queryGrad));
        int keyGrad = kept("key.grad", elements);
        kernel("scores.backward.key", flops, reads(scoresGrad, query), writes(keyGrad));
        int normed1Grad = kept("norm1.out.grad", elements);
        kernel(
                "qkv.backward.input",
                product(qkvWeight),
                reads(queryGrad, keyGrad, valueGrad, qkvWeight.value()),
                writes(normed1Grad));
        kernel(
                "qkv.backward.weight",
                product(qkvWeight),
                reads(normed1, queryGrad, keyGrad, valueGrad),
                writes(qkvWeight.gradient(), qkvBias.gradient()));
        return normalizeBackward("norm1", input, norm1, stats1, normed1Grad, middleGrad);
    }

    private void normalize(String step, int in, WeightTensor norm, int out, int stats) {
        elementwise(step, reads(in, norm.value()), writes(out, stats));
    }

    /// The gradient through a norm and, added to it in place, the one that came around it.
    private int normalizeBackward(
            String step, int in, WeightTensor norm, int stats, int outGrad, int aroundGrad) {
        int inGrad = kept(step + ".in.grad", shape.tokenElements());
        elementwise(
                step + ".backward",
                reads(in, stats, norm.value(), outGrad),
                writes(inGrad, norm.gradient()));
        elementwise(step + ".backward.add", reads(inGrad, aroundGrad), writes(inGrad));
        return inGrad;
    }

    private void multiply(String step, int in, WeightTensor weight, WeightTensor bias, int out) {
        kernel(step, product(weight), reads(in, weight.value(), bias.value()), writes(out));
    }

    private void multiplyBackward(
            String step, int in, WeightTensor weight, WeightTensor bias, int outGrad, int inGrad) {
        kernel(
                step + ".backward.input",
                product(weight),
                reads(outGrad, weight.value()),
                writes(inGrad));
        kernel(
                step + ".backward.weight",
                product(weight),
                reads(in, outGrad),
                writes(weight.gradient(), bias.gradient()));
    }

    private double product(WeightTensor matrix) {
        return shape.productFlops(matrix.elements());
    }

    private WeightTensor weight(String part, long elements) {
        return WeightTensor.on(tape, label + "." + part, elements);
    }

    private int kept(String part, long elements) {
        return tape.passing(label + "." + part, elements);
    }

    private void kernel(String step, double flops, int[] reads, int[] writes) {
        tape.kernel(label + "." + step, flops, reads, writes);
    }

    private void elementwise(String step, int[] reads, int[] writes) {
        tape.elementwise(label + "." + step, reads, writes);
    }

    private static int[] reads(int... tensors) {
        return tensors;
    }

    private static int[] writes(int... tensors) {
        return tensors;
    }
}
