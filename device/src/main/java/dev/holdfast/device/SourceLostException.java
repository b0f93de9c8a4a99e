package dev.holdfast.device;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.io.Serial;

/// Memory that a caller lent can not be read any more. See [CopySource.Lent].
public final class SourceLostException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    SourceLostException(Throwable cause) {
        super("the memory that was lent is gone: " + cause, cause);
    }

    /// What becomes of a command that was to read it; `what` names the command and its size.
    public Fault fault(String what) {
        return Fault.of(FaultKind.SOURCE_LOST, what + " failed: " + getMessage());
    }
}
