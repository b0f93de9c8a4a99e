package dev.holdfast.opencl;

import java.io.Serial;

/// A call of OpenCL's that answered an error. Stays inside the module: whoever begins a command
/// makes a fault of it, whoever opens a device a line for people.
final class ClException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final int code;

    /// `call` answered `code`.
    ClException(String call, int code) {
        super(call + ": " + ClError.text(code));
        this.code = code;
    }

    int code() {
        return code;
    }

    /// Throws if `code` is an error.
    static void check(String call, int code) {
        if (code != ClError.SUCCESS) {
            throw new ClException(call, code);
        }
    }
}
