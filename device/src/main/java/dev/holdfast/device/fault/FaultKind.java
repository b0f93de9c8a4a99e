package dev.holdfast.device.fault;

/// The kinds of fault that a fence or an outcome can carry.
public enum FaultKind {
    /// A copy or clear command reported failure.
    COPY_FAILED,
    /// A kernel reported failure: it threw, or touched an address that is not mapped.
    KERNEL_FAILED,
    /// A command was taken from its queue by a reset.
    REVOKED,
    /// A command was given up without being stopped: it may touch its memory as long as the device
    /// is open, so that memory is nobody else's until then.
    UNSTOPPED,
    /// Something that the work needed failed; the cause says what.
    DEPENDENCY_FAILED,
    /// The bytes are gone: neither the device nor the host could complete the move.
    CONTENT_LOST,
    /// A kernel that failed had write access: the bytes are the client's own, but wrong.
    CONTENT_SUSPECT,
    /// The whole device is gone.
    DEVICE_LOST,
    /// The client closed, or the waiter gave up, before the work started.
    CANCELLED,
    /// A deadline passed before a foreign fence settled, or before a command ended.
    DEADLINE_PASSED,
    /// Work that was accepted behind a foreign fence was refused once it could be placed.
    REFUSED,
    /// User code settled a foreign fence as failed.
    FOREIGN_FAILED,
    /// Memory that a caller lent can not be read any more: its arena was closed, or the file that
    /// is mapped there got shorter.
    SOURCE_LOST
}
