package dev.holdfast.device;

/// The only way in which a [JavaKernel] reaches memory: by argument and offset, each access checked
/// against the argument's size and rights, against what is mapped, and against revocation. Once the
/// command has been revoked every access throws [KernelFaultException], and no access that began
/// before is still running.
///
/// Offsets are in bytes. Bulk calls are for speed: a kernel works through a buffer in tiles of a
/// few KiB. Numbers are in native byte order.
public interface KernelMemory {
    /// How many buffers the kernel was given.
    int arguments();

    /// The size of one.
    long sizeBytes(int argument);

    /// Reads one 64-bit word.
    long getLong(int argument, long offset);

    /// Writes one 64-bit word.
    void putLong(int argument, long offset, long value);

    /// Reads `count` 64-bit words into `target`, starting at its element `from`.
    void read(int argument, long offset, long[] target, int from, int count);

    /// Writes `count` 64-bit words of `source`, starting at its element `from`.
    void write(int argument, long offset, long[] source, int from, int count);

    /// Reads bytes.
    void read(int argument, long offset, byte[] target, int from, int count);

    /// Writes bytes.
    void write(int argument, long offset, byte[] source, int from, int count);
}
