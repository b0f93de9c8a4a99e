package dev.holdfast.device;

/// What a heap is.
public enum HeapKind {
    /// The device's own memory, where kernels run from.
    DEVICE,
    /// Host memory that the queues can copy from and to; all of it visible to the CPU.
    HOST
}
