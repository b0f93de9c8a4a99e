package dev.holdfast.cli.trace;

/// The numbers that a transformer's tensors follow from.
///
/// @param layers blocks of attention and MLP
/// @param hidden width of a token; a multiple of `heads`
/// @param heads of the attention
/// @param sequence tokens in one sample
/// @param batch samples in one step
/// @param vocabulary rows of the embedding, which is also the output projection
public record TransformerShape(
        int layers, int hidden, int heads, int sequence, int batch, int vocabulary) {

    /// Some 260 MB at its peak: enough that a quarter of it hurts, little enough for any machine.
    public static final TransformerShape DEFAULT = new TransformerShape(12, 256, 4, 128, 4, 4096);

    public TransformerShape {
        if (layers < 1 || heads < 1 || sequence < 1 || batch < 1 || vocabulary < 1) {
            throw new IllegalArgumentException("a transformer needs at least 1 of everything");
        }
        if (hidden < heads || hidden % heads != 0) {
            throw new IllegalArgumentException(
                    "hidden must be a multiple of heads, not %d of %d".formatted(hidden, heads));
        }
    }

    long tokens() {
        return Math.multiplyExact((long) batch, sequence);
    }

    /// {@return elements of one tensor that has a hidden vector for each token}
    long tokenElements() {
        return Math.multiplyExact(tokens(), hidden);
    }

    /// {@return elements of the attention scores: each token with each other of its sample}
    long scoreElements() {
        return Math.multiplyExact(Math.multiplyExact(tokens(), sequence), heads);
    }

    /// {@return floating-point operations of a product of the tokens with a matrix of that size}
    double productFlops(long matrixElements) {
        return 2.0 * tokens() * matrixElements;
    }

    /// {@return floating-point operations of one product between tokens of the same sample}
    double attentionFlops() {
        return 2.0 * tokenElements() * sequence;
    }
}
