package dev.holdfast.cli.trace;

/// A weight with its two Adam moments, and the gradient that a step computes for it.
///
/// @param label as in the names of its tensors and kernels
/// @param elements of each of the four
/// @param value the tensor that kernels read
record WeightTensor(
        String label, long elements, int value, int firstMoment, int secondMoment, int gradient) {

    static WeightTensor on(TensorTape tape, String label, long elements) {
        return new WeightTensor(
                label,
                elements,
                tape.lasting(label, elements),
                tape.lasting(label + ".m", elements),
                tape.lasting(label + ".v", elements),
                tape.passing(label + ".grad", elements));
    }

    /// Records the update of value and moments by the gradient, which dies with it.
    void recordAdam(TensorTape tape) {
        tape.elementwise(
                label + ".adam",
                new int[] {gradient, value, firstMoment, secondMoment},
                new int[] {value, firstMoment, secondMoment});
    }
}
