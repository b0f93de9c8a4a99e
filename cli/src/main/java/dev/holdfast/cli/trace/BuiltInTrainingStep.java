package dev.holdfast.cli.trace;

import java.util.ArrayList;
import java.util.List;

/// One training step of a transformer, made up from a few numbers, so that `demo` and `replay` have
/// something real to run where there is nothing but the project.
///
/// Forward through embedding, layers and output projection; backward in reverse with gradients;
/// then Adam on every weight. Weights and moments are uploaded and stay; activations live from the
/// forward pass to their backward kernel. Durations follow from a [Roofline].
///
/// @param shape of the model and the batch
/// @param roofline of the accelerator that the durations are for
public record BuiltInTrainingStep(TransformerShape shape, Roofline roofline) {
    /// The step that commands run when they are given no trace.
    public static final BuiltInTrainingStep DEFAULT =
            new BuiltInTrainingStep(TransformerShape.DEFAULT, Roofline.DEFAULT);

    private static final String NAME = "built-in-training-step";

    /// {@return the step as a trace; the same one every time}
    public Trace trace() {
        TensorTape tape = new TensorTape(NAME, roofline);
        int tokens = tape.lasting("tokens", shape.tokens());
        int targets = tape.lasting("targets", shape.tokens());
        long tableElements = Math.multiplyExact((long) shape.vocabulary(), shape.hidden());
        WeightTensor table = WeightTensor.on(tape, "embedding", tableElements);
        List<TransformerLayer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(new TransformerLayer(tape, shape, "layer" + i));
        }

        List<Integer> inputs = new ArrayList<>();
        inputs.add(tape.passing("embedded", shape.tokenElements()));
        tape.elementwise(
                "embedding", new int[] {tokens, table.value()}, new int[] {inputs.getLast()});
        for (TransformerLayer layer : layers) {
            inputs.add(layer.recordForward(inputs.getLast()));
        }
        int gradient = recordLoss(tape, table, inputs.getLast(), targets);
        for (int i = shape.layers() - 1; i >= 0; i--) {
            gradient = layers.get(i).recordBackward(inputs.get(i), gradient);
        }
        // The table is both ends of the model: its gradient exists already and grows.
        tape.elementwise(
                "embedding.backward",
                new int[] {tokens, gradient, table.gradient()},
                new int[] {table.gradient()});

        table.recordAdam(tape);
        for (TransformerLayer layer : layers) {
            layer.weightTensors().forEach(weight -> weight.recordAdam(tape));
        }
        return tape.finish();
    }

    /// {@return the gradient of the last layer's output}
    private int recordLoss(TensorTape tape, WeightTensor table, int output, int targets) {
        long logitElements = Math.multiplyExact(shape.tokens(), shape.vocabulary());
        double flops = shape.productFlops(table.elements());
        int logits = tape.passing("logits", logitElements);
        tape.kernel("logits", flops, new int[] {output, table.value()}, new int[] {logits});
        int loss = tape.passing("loss", 2);
        int logitsGrad = tape.passing("logits.grad", logitElements);
        tape.elementwise("loss", new int[] {logits, targets}, new int[] {loss, logitsGrad});
        int outputGrad = tape.passing("output.grad", shape.tokenElements());
        tape.kernel(
                "logits.backward.input",
                flops,
                new int[] {logitsGrad, table.value()},
                new int[] {outputGrad});
        tape.kernel(
                "logits.backward.weight",
                flops,
                new int[] {output, logitsGrad},
                new int[] {table.gradient()});
        return outputGrad;
    }
}
